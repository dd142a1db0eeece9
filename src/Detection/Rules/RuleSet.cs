using Ecom389.Monitor.Detection.Context;
using Ecom389.Monitor.Detection.Facts;
using Ecom389.Monitor.Detection.Matching;

namespace Ecom389.Monitor.Detection.Rules;

/// <summary>A kind of violation, from <c>rules/violations.yaml</c>.</summary>
/// <param name="Code">As everywhere: <c>counterfeit</c>.</param>
/// <param name="LegalClass">hàng cấm, nhập lậu, giả, xâm phạm SHTT, không hợp quy …</param>
/// <param name="Authorities">Ids in <c>rules/authorities.yaml</c>, the leading one first.</param>
/// <param name="Harm">Weight of harm from 0 to 1, for ordering the queue.</param>
public sealed record ViolationKind(string Code, string TitleVi, string TitleEn, string LegalClass, LegalBasis Legal, IReadOnlyList<string> Authorities, double Harm);

/// <summary>An authority with the dates in which it bears its name and powers, both ends included.</summary>
public sealed record Authority(string Id, string Name, string Under, string Level, DateOnly? ValidFrom, DateOnly? ValidTo, string? Successor, string Source);

/// <summary>Which authority a finding goes to. An empty list of values means any.</summary>
/// <param name="Precedence">Lower comes first.</param>
public sealed record Route(
    string Id,
    int Precedence,
    IReadOnlyList<string> Violations,
    IReadOnlyList<string> Channels,
    IReadOnlyList<string> Categories,
    string? DomainEndsWith,
    bool NeedsProvince,
    string Lead,
    IReadOnlyList<string> With,
    string Basis);

/// <summary>
/// All that <c>rules/</c> says, checked and compiled. Immutable and safe for concurrent use.
/// </summary>
public sealed record RuleSet
{
    public required IReadOnlyList<RulePack> Packs { get; init; }

    /// <summary>Rules of all packs and watch-lists, in the order of their files.</summary>
    public required IReadOnlyList<Rule> Rules { get; init; }

    public required IReadOnlyList<ContextCue> Contexts { get; init; }

    public required IReadOnlyList<Guard> Guards { get; init; }

    public required IReadOnlyList<ViolationKind> Violations { get; init; }

    public required IReadOnlyList<Authority> Authorities { get; init; }

    public required IReadOnlyList<Route> Routes { get; init; }

    /// <summary>Tables that facts are drawn from: products, prices, goods, domains, bands.</summary>
    public FactSources Facts { get; init; } = FactSources.None;

    /// <summary>Seasons and inspection campaigns with their dates.</summary>
    public IReadOnlyList<Campaign> Campaigns { get; init; } = [];

    /// <summary>All that the files say of the law and of authorities, in the order of the files: read by <c>rules lint</c>.</summary>
    public IReadOnlyList<LegalStatement> Statements { get; init; } = [];

    /// <summary>Content hash of all files: the version that findings carry.</summary>
    public required string Version { get; init; }

    /// <summary>Words that name goods, by category.</summary>
    public IReadOnlyList<GoodsWords> Goods { get; init; } = [];

    internal PhraseTable Phrases { get; init; } = null!;

    /// <summary>The same rules over an imported list of certified devices; the list is part of the version.</summary>
    public RuleSet With(Registry.CertifiedDevices registry) =>
        this with { Facts = Facts with { Registry = registry }, Version = Core.ContentHash.Of(Version + "\n" + registry.List.Sha256) };

    /// <summary>Number of different patterns in the automaton.</summary>
    public int PatternCount => Phrases.Automaton.PatternCount;
}
