namespace Ecom389.Monitor.Core;

/// <summary>Where a definition's knowledge of a site comes from. No part of its version: saying more of it changes nothing that is read.</summary>
/// <param name="Checked">Day on which the structure was looked at.</param>
/// <param name="Basis">Public pages or repositories it was taken from.</param>
/// <param name="Unverified">What could not be verified, a sentence each.</param>
/// <param name="Note">For whoever adopts the definition.</param>
public sealed record SourceAbout(DateOnly? Checked, IReadOnlyList<string> Basis, IReadOnlyList<string> Unverified, string? Note);
