using System.Security.Cryptography.X509Certificates;
using Ecom389.Monitor.Evidence.Anchoring;
using Ecom389.Monitor.Evidence.Custody;
using Ecom389.Monitor.Evidence.Files;

namespace Ecom389.Monitor.Evidence.Verification;

/// <summary>What a verification may lean on besides the evidence itself.</summary>
public sealed record TrustOptions
{
    /// <summary>Fingerprints of signing keys known from elsewhere: from the printed record, from the organisation's notice.</summary>
    public IReadOnlySet<string>? ExpectedKeys { get; init; }

    /// <summary>Roots of time-stamp authorities; null checks tokens by themselves only.</summary>
    public X509Certificate2Collection? TimeStampRoots { get; init; }

    /// <summary>Folders that anchors were dropped into.</summary>
    public IReadOnlyList<string> Drops { get; init; } = [];

    /// <summary>The folder of the signing key, where the verifier may read it: what its holder remembers is compared.</summary>
    public string? KeyFolder { get; init; }
}

/// <summary>Verifies an installation: chains, seals, anchors with what left the store, and every byte of the archive.</summary>
public sealed class StoreVerifier
{
    private readonly string _archive;
    private readonly IEvidenceFiles _files;
    private readonly CustodyFolder _custody;
    private readonly TimeProvider _time;

    /// <param name="archive">Folder of the archive's files.</param>
    /// <param name="custody">The chain of custody beside it.</param>
    /// <param name="time">Holds the rate.</param>
    public StoreVerifier(string archive, CustodyFolder custody, TimeProvider time)
        : this(archive, new Files.FolderFiles(archive), custody, time) { }

    /// <param name="archive">Folder of the archive's files.</param>
    /// <param name="files">Where the bytes are read from: the folder, and where finished files were taken.</param>
    /// <param name="custody">The chain of custody beside it.</param>
    /// <param name="time">Holds the rate.</param>
    public StoreVerifier(string archive, IEvidenceFiles files, CustodyFolder custody, TimeProvider time)
    {
        _archive = archive;
        _files = files;
        _custody = custody;
        _time = time;
    }

    /// <summary>Checks everything; faults are in the report, never thrown. Throws <see cref="IOException"/> when a file cannot be read at all.</summary>
    public async Task<VerificationReport> RunAsync(TrustOptions trust, RehashOptions rehash, CancellationToken cancellationToken)
    {
        var report = new VerificationReport();
        using var keys = ReadKeys(report);
        var believed = new KeyTrust(keys, trust.ExpectedKeys);
        if (trust.ExpectedKeys is null && keys.Fingerprints.Count > 0) report.Note("signing keys to be compared with what was published: " + string.Join(", ", keys.Fingerprints.Order(StringComparer.Ordinal)));

        var chains = CheckChains(believed, trust, report);
        CheckAnchors(chains, believed, trust, report);
        var ledger = new ArtefactLedger();
        foreach (var chain in chains.Values)
            foreach (var line in chain.Lines)
                if (line.Event is { } custodyEvent) ledger.Add(custodyEvent);
        CheckUnlisted(ledger, chains.Values.All(chain => chain.Whole), rehash.Only is not null, report);
        await new Rehash(_archive, _files, _time).RunAsync(ledger, rehash, report, cancellationToken);
        return report;
    }

    private Dictionary<string, CheckedChain> CheckChains(KeyTrust trust, TrustOptions options, VerificationReport report)
    {
        var chains = new Dictionary<string, CheckedChain>(StringComparer.Ordinal);
        foreach (var writer in _custody.Writers())
        {
            using var file = CustodyChain.Open(_custody.Chain(writer));
            var chain = ChainCheck.Run(writer, $"chains/{writer}.jsonl", file, report, isExtract: false, mayGrow: true);
            chains[writer] = chain;
            var seals = _custody.Seal(writer);
            var sealedTo = SealCheck.Run(chain, $"seals/{writer}.jsonl", File.Exists(seals) ? File.ReadAllBytes(seals) : [], trust, report, isExtract: false);
            if (chain.Whole && chain.Lines.Count > 0 && sealedTo < chain.Lines[^1].Sequence) report.Note($"{writer}: #{sealedTo + 1}-#{chain.Lines[^1].Sequence} are not sealed yet");
        }

        foreach (var (writer, head) in options.KeyFolder is { } folder ? Sealer.ReadMemory(folder) : [])
        {
            if (!chains.TryGetValue(writer, out var chain)) report.Add(FaultKind.MissingFile, $"chains/{writer}.jsonl", $"the holder of the key sealed it up to #{head.Sequence}");
            else if (chain.Whole && chain.At(head.Sequence)?.Hash != head.Hash) report.Add(FaultKind.BrokenLink, $"{writer} #{head.Sequence}", "the holder of the key sealed another line here: the chain was set back or written anew");
        }

        // A chain taken away whole leaves its seals behind.
        if (!Directory.Exists(_custody.Seals)) return chains;
        foreach (var seals in Directory.EnumerateFiles(_custody.Seals, "*.jsonl").Order(StringComparer.Ordinal))
            if (Path.GetFileNameWithoutExtension(seals) is { } writer && !chains.ContainsKey(writer)) report.Add(FaultKind.MissingFile, $"chains/{writer}.jsonl", "its seals are here");
        return chains;
    }

    private void CheckAnchors(Dictionary<string, CheckedChain> chains, KeyTrust trust, TrustOptions options, VerificationReport report)
    {
        Anchor? before = null;
        var numbers = _custody.AnchorNumbers();
        foreach (var number in numbers)
        {
            var file = _custody.Anchor(number);
            var place = "anchors/" + Path.GetFileName(file);
            var bytes = File.ReadAllBytes(file);
            if (AnchorCheck.Read(place, number, bytes, trust, report) is not { } anchor) continue;
            AnchorCheck.Follows(place, anchor, before, report);
            AnchorCheck.Holds(anchor, chains, report);
            foreach (var token in AnchorDelivery.Tokens(_custody, number))
            {
                if (TimeStampCheck.Run("anchors/" + token, File.ReadAllBytes(Path.Combine(_custody.Anchors, token)), anchor, options.TimeStampRoots, report) is { Trusted: false } fact)
                    report.Note($"time-stamps are by {fact.Authority}; give its root certificate to have that checked too");
            }

            before = anchor;
        }

        foreach (var drop in options.Drops) CheckDrop(drop, numbers, report);
        if (numbers.Count == 0) report.Note("no anchor yet");
    }

    private void CheckDrop(string drop, IReadOnlyList<long> numbers, VerificationReport report)
    {
        foreach (var copy in Directory.EnumerateFiles(drop, "ecom389-anchor-*.json").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(copy)["ecom389-anchor-".Length..];
            if (!long.TryParse(name, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)) continue;
            if (!numbers.Contains(number)) report.Add(FaultKind.MissingFile, $"anchors/{name}.json", $"its copy is in {drop}");
            else if (!File.ReadAllBytes(copy).AsSpan().SequenceEqual(File.ReadAllBytes(_custody.Anchor(number)))) report.Add(FaultKind.WrongProof, $"anchors/{name}.json", $"differs from the copy in {drop}: the store's was written anew");
            else report.Count(CheckedSubjects.Proofs);
        }
    }

    private void CheckUnlisted(ArtefactLedger ledger, bool chainsWhole, bool isPart, VerificationReport report)
    {
        // Where a chain is broken, what its lost lines spoke of would seem unknown.
        if (isPart || !chainsWhole || !Directory.Exists(_archive)) return;
        foreach (var file in WarcFolder.Files(_archive))
            if (ledger.CoveredTo(file.Name) == 0 && ledger.Ordered(file.Name).Count == 0) report.Note($"{file.Name}: no event speaks of it (captured before there was a custody, or being written)");
    }

    private PublicKeys ReadKeys(VerificationReport report)
    {
        var keys = new PublicKeys();
        if (!Directory.Exists(_custody.PublicKeys)) return keys;
        foreach (var file in Directory.EnumerateFiles(_custody.PublicKeys, "*.pem").Order(StringComparer.Ordinal))
        {
            try
            {
                if (keys.Add(File.ReadAllText(file)) != Path.GetFileNameWithoutExtension(file)) report.Add(FaultKind.WrongSignature, "keys/" + Path.GetFileName(file), "holds another key than its name says");
            }
            catch (InvalidDataException exception)
            {
                report.Add(FaultKind.WrongSignature, "keys/" + Path.GetFileName(file), exception.Message);
            }
        }

        return keys;
    }
}
