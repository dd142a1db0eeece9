namespace Ecom389.Monitor.Core;

/// <summary>An inspection mandate by which robots.txt is set aside for one source; written into the evidence of every page so fetched.</summary>
/// <param name="Basis">The legal basis.</param>
/// <param name="Decision">Number of the decision.</param>
/// <param name="Date">Date of the decision.</param>
public sealed record RobotsOverride(string Basis, string Decision, DateOnly Date);
