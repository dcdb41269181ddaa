"""Problems and changes as text for people and machines."""
