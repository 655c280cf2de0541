//! What the actors are lent: bubbles, words and the wire format.
