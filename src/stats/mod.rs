//! Statistics. **Invariant:** nothing here knows of simulation.
