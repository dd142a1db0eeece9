using Ecom389.Monitor.Detection.Rules;

namespace Ecom389.Monitor.Detection.Domains;

/// <summary>A brand, marketplace, operator or agency with the domains that are its own, from <c>rules/domains.yaml</c>.</summary>
/// <param name="Kind"><c>brand</c>, <c>marketplace</c>, <c>retailer</c>, <c>telco</c> or <c>agency</c>.</param>
/// <param name="Official">Registrable domains of its own, the chief one first.</param>
/// <param name="Labels">Names by which it is imitated: <c>shopee</c>, <c>dichvucong</c>.</param>
/// <param name="NotHosts">Registrable domains or labels that resemble it and are others' lawful names.</param>
public sealed record Organisation(string Id, string Name, string Kind, IReadOnlyList<string> Official, IReadOnlyList<string> Labels, IReadOnlyList<string> NotHosts);

/// <summary>By which trick a host resembles an official one.</summary>
public enum DomainTrick
{
    /// <summary>Other characters that look the same: Cyrillic а, digit 0, "rn" for m, punycode.</summary>
    Homoglyph,

    /// <summary>One letter more, fewer, changed or exchanged.</summary>
    Typo,

    /// <summary>The name with bait words: <c>apple-baohanh.vn</c>.</summary>
    Combo,

    /// <summary>The official domain as left part of another: <c>shopee.vn.nhanqua.top</c>.</summary>
    Subdomain,

    /// <summary>The very name under another suffix: <c>shopee.vip</c>.</summary>
    Suffix,

    /// <summary>"gov" or "gov-vn" in a name outside .gov.vn.</summary>
    Government,

    /// <summary>An account name with bait words: <c>t.me/shopee_cskh</c>. Anyone may choose one: weak.</summary>
    Handle,
}

/// <summary>A host that looks like an official one.</summary>
/// <param name="Host">As written.</param>
/// <param name="Words">Where it stands in the text; null for the listing's own site.</param>
public sealed record DomainFinding(string Host, DomainTrick Trick, Organisation Organisation, Evidence? Words);
