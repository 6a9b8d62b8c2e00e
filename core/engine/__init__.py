"""Pure computations: data in, result out, no clock and no I/O."""
