using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Pipeline.Keywords;

/// <summary>A keyword and where it comes from.</summary>
/// <param name="Text">As asked.</param>
/// <param name="Origin">What it is made of, or null for the definition's own.</param>
/// <param name="File">The file in <c>rules/</c>, or null.</param>
/// <param name="Updated">The date the file bears, or null.</param>
internal sealed record Keyword(string Text, KeywordOrigin? Origin, string? File, DateOnly? Updated);
