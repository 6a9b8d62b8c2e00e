"""A stand-in for Microsoft 365 as Teams apps meet it: Entra, Bot Framework, Graph, and a host."""
