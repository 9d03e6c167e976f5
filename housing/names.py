"""Names for the people of the demo landlord, in groups, so that a given name and a surname belong together.

The groups and their weights are a guess at a market town in the Marches, not a statistic.
"""

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Group:
    """Given names and surnames that go together, and how often they are met."""

    weight: int
    given: tuple[str, ...]
    surnames: tuple[str, ...]


def _group(weight: int, given: str, surnames: str) -> Group:
    return Group(weight, tuple(given.split()), tuple(surnames.split()))


GROUPS = (
    _group(
        58,
        "Alan Alice Amanda Amy Andrew Angela Anthony Barbara Ben Beth Brenda Brian Carol Chloe Christine Colin "
        "Craig Daniel Darren Dawn Dean Deborah Derek Diane Donna Doreen Edward Eileen Elaine Ellie Emma Eric "
        "Frances Gary Gemma Geoffrey Gillian Gordon Graham Harry Hazel Heather Helen Holly Ian Jack Jade Janet "
        "Jason Jean Jenny Joan Joanne John Josh Joyce Judith Julie Karen Keith Kelly Kerry Kevin Kieran Lauren "
        "Leanne Lee Lesley Lewis Liam Linda Lisa Lorraine Luke Malcolm Margaret Marie Marion Mark Martin Matthew "
        "Maureen Megan Michelle Natalie Nathan Neil Nicola Nigel Norman Pamela Patricia Paul Pauline Peter Philip "
        "Rachel Raymond Rebecca Ricky Robert Roger Rosie Roy Ruth Ryan Sally Sandra Scott Sharon Sheila Shirley "
        "Simon Sophie Stacey Stephen Stuart Susan Terry Tina Tom Tracey Trevor Valerie Vera Vicky Wayne Wendy Zoë",
        "Abbott Ainsley Ashdown Atherton Baddeley Barlow Bartram Beddoes Birch Boddington Bradbury Bytheway "
        "Cadwallader Cartwright Chidlow Clewes Cotterill Cound Crowther Dallow Deakin Dovey Downes Drury Eaves "
        "Edge Farr Fellows Fewtrell Fletcher Garbett Gittins Goodall Gough Grainger Hadley Hallam Hammonds Harley "
        "Hartshorne Hayward Higgs Hinton Hodnett Hotchkiss Icke Instone Jarvis Jukes Keeling Kirkham Lakin "
        "Langford Leeke Littleford Lockley Mansell Marston Meddings Millward Minton Mole Nash Newey Oakley Onions "
        "Overton Pardoe Parton Passey Peplow Perks Plimmer Pountney Preece Pugsley Purslow Ratcliffe Reade Ridley "
        "Rowson Salter Sankey Shakeshaft Sheldon Shuker Speake Stanier Styche Tasker Teague Tipton Titley Tonks "
        "Tranter Tudge Underhill Venables Wainwright Wall Weaver Whitlock Wilding Woodhouse Wooldridge Yapp "
        "Yarwood",
    ),
    _group(
        11,
        "Aled Angharad Bethan Bronwen Carys Catrin Delyth Dilwyn Dylan Eirlys Elin Emyr Ffion Gareth Gethin Glenys "
        "Gwen Gwyn Huw Iestyn Ieuan Lowri Mair Megan Menna Nerys Nia Olwen Owain Rhian Rhodri Rhys Siân Siôn Tegan",
        "Bebb Bevan Bowen Breese Davies Ellis Evans Griffiths Gwilt Howells Hughes Humphreys James Jenkins Jones "
        "Lewis Lloyd Meredith Morgan Morris Owen Parry Powell Price Probert Prosser Pryce Pugh Rees Roberts "
        "Swancott Thomas Tudor Vaughan Watkins Williams Wozencroft",
    ),
    _group(
        4,
        "Aisling Aoife Bernadette Brendan Ciara Colm Declan Deirdre Donal Eamon Fergus Fiona Gerard Kathleen Maeve "
        "Niamh Noreen Oonagh Padraig Patrick Roisin Seamus Shane Sinead Teresa",
        "Brannigan Byrne Callaghan Coyle Delaney Doherty Farrell Flanagan Gallagher Hanlon Keogh Lafferty McArdle "
        "McCafferty McGinty Mulligan Nolan O'Brien O'Dowd O'Shea Quigley Rafferty Tierney",
    ),
    _group(
        8,
        "Agnieszka Aleksandra Anna Barbara Beata Bogdan Dariusz Dorota Ewa Grzegorz Iwona Jacek Jolanta Kamil "
        "Karolina Katarzyna Krzysztof Magda Małgorzata Marcin Marek Mateusz Michał Monika Natalia Paweł Piotr "
        "Renata Sylwia Tomasz Wojciech Zofia Łukasz",
        "Adamczyk Baran Dudek Duda Gajda Grabarczyk Jankowiak Kaczmarek Kasprzak Kubiak Kurek Lis Majchrzak Malec "
        "Mazurek Nowak Pawlak Pietrzak Sikora Sobczak Szulc Urbaniak Walczak Wojtas Wrona Zając Zych",
    ),
    _group(
        7,
        "Aamir Abida Amina Asif Bilal Faisal Farah Farida Hamza Imran Khadija Mariam Nadia Naseem Rashida Razia "
        "Rubina Saima Samina Shabana Shazia Tahira Tariq Usman Yusuf Zainab Zubair",
        "Ahmed Akhtar Ali Aziz Bashir Begum Chaudhry Hussain Iqbal Kausar Khan Khatun Mahmood Malik Miah Mirza "
        "Parveen Qureshi Rahman Rashid Shah Siddiqui Uddin Yousaf",
    ),
    _group(
        4,
        "Amarjit Anil Asha Baljit Bhavna Deepak Gurpreet Harjinder Jaspreet Jyoti Kiran Kuldip Manjit Meena Neha "
        "Nisha Paramjit Prakash Priti Rajesh Rajinder Ravi Sanjay Sunita Surinder Vijay",
        "Atwal Bains Bansal Chana Dhaliwal Dhillon Gill Johal Joshi Kang Kaur Mehta Mistry Nair Panesar Patel Rai "
        "Sandhu Sharma Sidhu Singh Solanki Sohal Thakur",
    ),
    _group(
        4,
        "Abena Adaeze Adeola Blessing Chidi Comfort Efua Emeka Esi Femi Folake Funmi Grace Ifeoma Kofi Kwame Mercy "
        "Ngozi Obinna Ola Patience Samuel Temitope Tunde Yaw",
        "Acheampong Adebayo Adeyemi Agyeman Amoah Asante Balogun Boateng Chukwu Danso Eze Mensah Nwosu Obi Ofori "
        "Ogunleye Okafor Okonkwo Olawale Opoku Osei Owusu Sarpong",
    ),
    _group(
        3,
        "Anthea Calvin Carlton Charmaine Clive Delroy Desmond Errol Everton Gloria Hyacinth Jermaine Leroy Marcia "
        "Marlon Marvin Monique Neville Precious Shanice Sonia Tanisha Trevor Winston Yvonne",
        "Beckford Bogle Campbell Cunningham Dacosta Francis Gayle Gordon Grant Hibbert Johnson Lindo McKenzie "
        "Morrison Palmer Pinnock Reid Samuels Thompson Walters Whyte",
    ),
    _group(
        3,
        "Adrian Alina Andrei Bogdan Claudia Constantin Corina Cristina Daniela Elena Florin Gabriela Ilie Ionut "
        "Laura Marius Mihaela Nicoleta Oana Radu Raluca Simona Sorin Vasile",
        "Albu Barbu Ciobanu Constantinescu Cojocaru Dobre Dumitru Florea Ilie Ionescu Lazar Marin Moldovan "
        "Munteanu Neagu Olaru Popa Radu Rusu Stan Stoica Toma Ungureanu",
    ),
    _group(
        2,
        "Andriy Bohdan Dmytro Halyna Iryna Kateryna Larysa Maksym Mykola Nadiya Oksana Oleh Olena Petro Svitlana "
        "Taras Vasyl Yana Yuliia",
        "Bilyk Bondar Boyko Hrytsenko Kovalchuk Kravets Lysenko Marchenko Melnyk Oliynyk Petrenko Rudenko Savchuk "
        "Shevchuk Tkachuk Yurchenko",
    ),
    _group(
        2,
        "Fei Hui Jian Jun Kai Lan Lin Mei Ming Ping Qing Shu Wei Xia Ying Yan Yun Zhen",
        "Chan Cheung Fung Ho Kwok Lam Lau Leung Liu Mak Ng Tang Tse Wong Wu Yip Zhao",
    ),
    _group(
        2,
        "Abdi Amal Asha Ayaan Dahir Farhiya Faduma Hibo Hodan Idil Ismail Khadra Mohamed Nasra Omar Sahra Warsame "
        "Yasin",
        "Abdullahi Aden Ahmed Ali Duale Egal Farah Guled Hassan Hersi Ibrahim Jama Mohamud Nur Osman Warsame Yusuf",
    ),
    _group(
        2,
        "Ana Beatriz Carla Catarina Duarte Filipa Helena Inês Joana João Luís Marta Miguel Nuno Paula Rita Rui "
        "Susana Tiago Vera",
        "Almeida Barbosa Cardoso Carvalho Correia Esteves Fernandes Lopes Matos Moreira Nogueira Pinheiro Ramalho "
        "Sequeira Tavares Teixeira Vieira",
    ),
)

_WEIGHTS = tuple(group.weight for group in GROUPS)


def household_names(rng: random.Random, size: int) -> tuple[str, ...]:
    """`size` different names of one household: mostly of one group, mostly sharing a surname."""
    group = rng.choices(GROUPS, _WEIGHTS)[0]
    surname = rng.choice(group.surnames)
    names: list[str] = []
    while len(names) < size:
        name = f"{rng.choice(group.given)} {surname}"
        if name not in names:
            names.append(name)
        if rng.random() < 0.2:
            group = rng.choices(GROUPS, _WEIGHTS)[0]
        if rng.random() < 0.4:
            surname = rng.choice(group.surnames)
    return tuple(names)
