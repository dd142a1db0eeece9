using System.Globalization;

namespace Ecom389.Monitor.Evidence.Custody;

/// <summary>Where an installation keeps its chain of custody. Names are part of what a stranger reads: never renamed.</summary>
/// <param name="Root">The folder; parts are made when first written.</param>
public sealed record CustodyFolder(string Root)
{
    public string Chains => Path.Combine(Root, "chains");

    public string Seals => Path.Combine(Root, "seals");

    public string Anchors => Path.Combine(Root, "anchors");

    /// <summary>Public halves of the signing keys.</summary>
    public string PublicKeys => Path.Combine(Root, "keys");

    /// <summary>Manifests of findings, by finding id.</summary>
    public string Manifests => Path.Combine(Root, "manifests");

    public string Chain(string writer) => Path.Combine(Chains, writer + ".jsonl");

    public string Seal(string writer) => Path.Combine(Seals, writer + ".jsonl");

    public string Anchor(long number) => Path.Combine(Anchors, string.Create(CultureInfo.InvariantCulture, $"{number:D6}.json"));

    /// <summary>Writers that have a chain, in ordinal order.</summary>
    public IReadOnlyList<string> Writers() => Directory.Exists(Chains)
        ? [.. Directory.EnumerateFiles(Chains, "*.jsonl").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Numbers of the anchors there are, lowest first.</summary>
    public IReadOnlyList<long> AnchorNumbers() => Directory.Exists(Anchors)
        ? [.. Directory.EnumerateFiles(Anchors, "*.json").Select(file => long.TryParse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).Where(number => number > 0).Order()]
        : [];
}
