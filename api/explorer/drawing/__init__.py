"""A picture that grows in place: what it begins with, what is added step by step, and where each thing stands."""
