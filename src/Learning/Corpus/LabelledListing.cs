using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Learning.Corpus;

/// <summary>What a person said of a listing.</summary>
/// <param name="Suspicious">The verdict.</param>
/// <param name="Violations">Codes, empty when clean.</param>
/// <param name="Cues">Exact substrings that a careful inspector would point at.</param>
public sealed record ListingLabel(bool Suspicious, IReadOnlyList<string> Violations, IReadOnlyList<string> Cues);

/// <summary>A listing with its label.</summary>
/// <param name="Listing">As crawled.</param>
/// <param name="Label">As judged.</param>
/// <param name="Writer">Who wrote it: records of one writer are never split between training and measuring.</param>
/// <param name="Slice">A group within its file (obfuscated, subtle …), or null.</param>
public sealed record LabelledListing(ListingRecord Listing, ListingLabel Label, string Writer, string? Slice);
