//! The discrete-event engine. **Invariant:** nothing here knows what is being simulated.
