"""The landlord's own records, behind the protocol `model.ports.Landlord`."""
