namespace Ecom389.Monitor.Core;

/// <summary>
/// What is not to be kept of a source's pages: the crawling account's own traces, not the seller's words. Applied before hashing; the
/// evidence says what was blacked out and how often, never the value.
/// </summary>
public sealed record RedactionList
{
    /// <summary>Names of cookies, in either direction; <c>*</c> for all.</summary>
    public IReadOnlyList<string> Cookies { get; init; } = [];

    /// <summary>Names of request or response headers whose value goes.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>Names of secrets: parameters of addresses, JSON members, form fields, meta tags.</summary>
    public IReadOnlyList<string> Tokens { get; init; } = [];

    /// <summary>Texts that go wherever they stand, the account's own name for instance.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>Nothing is listed.</summary>
    public bool IsEmpty => Cookies.Count + Headers.Count + Tokens.Count + Texts.Count == 0;
}
