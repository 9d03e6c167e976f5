"""What happens when the power goes: real processes, killed at named points and at random under load, servers that go away
and come back, a provider and a landlord who misbehave; afterwards nothing may be lost and the books must be clean."""
