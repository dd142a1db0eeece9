using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Ecom389.Monitor.Evidence.Anchoring;
using Ecom389.Monitor.Evidence.Custody;
using Ecom389.Monitor.Evidence.Packages;

namespace Ecom389.Monitor.Evidence.Verification;

/// <summary>The custody inside a package: chain extracts, seals, anchors, time-stamps, proofs of inclusion.</summary>
internal sealed class PackageCustody
{
    private readonly IPackageFiles _files;
    private readonly KeyTrust _trust;
    private readonly X509Certificate2Collection? _roots;
    private readonly VerificationReport _report;
    private readonly Dictionary<string, CheckedChain> _chains = new(StringComparer.Ordinal);
    private readonly Dictionary<long, Anchor> _anchors = [];

    public PackageCustody(IPackageFiles files, KeyTrust trust, X509Certificate2Collection? roots, VerificationReport report)
    {
        _files = files;
        _trust = trust;
        _roots = roots;
        _report = report;
    }

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        foreach (var name in Below(PackageLayout.Chains, ".jsonl"))
        {
            var writer = Path.GetFileNameWithoutExtension(name);
            await using var stream = _files.Open(name);
            var chain = ChainCheck.Run(writer, name, stream, _report, isExtract: true, mayGrow: false);
            _chains[writer] = chain;
            var seals = PackageLayout.Seals + writer + ".jsonl";
            var bytes = _files.Names.Contains(seals, StringComparer.Ordinal) ? await ReadAsync(seals, cancellationToken) : [];
            SealCheck.Run(chain, seals, bytes, _trust, _report, isExtract: true);
            CheckBridged(chain, bytes);
        }

        foreach (var name in Below(PackageLayout.Anchors, ".json"))
        {
            _ = long.TryParse(Path.GetFileNameWithoutExtension(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            if (AnchorCheck.Read(name, number, await ReadAsync(name, cancellationToken), _trust, _report) is { } anchor) _anchors[number] = anchor;
        }

        foreach (var name in Below(PackageLayout.Anchors, ".tst")) await CheckTokenAsync(name, cancellationToken);
        await CheckProofsAsync(cancellationToken);
    }

    /// <summary>That the chain tells of this export.</summary>
    public void CheckExport(string contents)
    {
        if (!_chains.Values.All(chain => chain.Whole)) return;
        var told = _chains.Values.SelectMany(chain => chain.Lines).Any(line => line.Event is { Entry: { What: CustodyActions.Exported, Details: { } details } } && details.GetValueOrDefault("contents") == contents);
        if (!told) _report.Add(FaultKind.WrongProof, PackageLayout.Contents, $"no event of the chain tells of an export with this list, SHA-256 {contents}");
    }

    /// <summary>The event that put down another hash for exactly this range, or null.</summary>
    public CustodyEvent? Contradicts(string file, long offset, long length, string sha256) => _chains.Values
        .SelectMany(chain => chain.Lines)
        .Select(line => line.Event)
        .FirstOrDefault(custodyEvent => custodyEvent?.Entry.Artefacts.Any(artefact => artefact.File == file && artefact.Offset == offset && artefact.Length == length && artefact.Sha256 != sha256) == true);

    /// <summary>Each event shown must lead, line by line, to a seal: else what lies between could be anything.</summary>
    private void CheckBridged(CheckedChain chain, byte[] seals)
    {
        if (!chain.Whole) return;
        var sealedAt = new List<long>();
        foreach (var line in System.Text.Encoding.UTF8.GetString(seals).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                sealedAt.Add(Seal.Decode(System.Text.Encoding.UTF8.GetBytes(line)).Sequence);
            }
            catch (InvalidDataException)
            {
                // Named already when the seals were checked.
                return;
            }
        }

        foreach (var line in chain.Lines.Where(line => line.Event is not null))
        {
            if (sealedAt.Where(sequence => sequence >= line.Sequence).DefaultIfEmpty(0).Min() is not (> 0 and var to))
            {
                _report.Note($"{chain.Writer} #{line.Sequence} was not sealed yet when the package was made");
                continue;
            }

            for (var sequence = line.Sequence; sequence <= to; sequence++)
            {
                if (chain.At(sequence) is not null) continue;
                _report.Add(FaultKind.BrokenLink, $"{chain.Writer} #{sequence}", $"is missing between #{line.Sequence} and the seal of #{to}");
                return;
            }
        }
    }

    private async Task CheckTokenAsync(string name, CancellationToken cancellationToken)
    {
        _ = long.TryParse(Path.GetFileName(name).Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        if (!_anchors.TryGetValue(number, out var anchor))
        {
            _report.Add(FaultKind.WrongTimeStamp, name, "its anchor is not here or does not hold");
            return;
        }

        if (TimeStampCheck.Run(name, await ReadAsync(name, cancellationToken), anchor, _roots, _report) is { } fact)
            _report.Note($"anchor {number} existed at {fact.At:yyyy-MM-dd HH:mm:ss} UTC, says {fact.Authority}{(fact.Trusted ? "" : " (give its root certificate to have that checked too)")}");
    }

    private async Task CheckProofsAsync(CancellationToken cancellationToken)
    {
        if (!_files.Names.Contains(PackageLayout.Proofs, StringComparer.Ordinal)) return;
        var proven = new HashSet<(string, long)>();
        try
        {
            foreach (var node in CanonicalJson.ReadObject(await ReadAsync(PackageLayout.Proofs, cancellationToken))["proofs"]!.AsArray())
            {
                var proof = node!.AsObject();
                var (writer, sequence, number) = (proof["writer"]!.GetValue<string>(), proof["sequence"]!.GetValue<long>(), proof["anchor"]!.GetValue<long>());
                if (!_anchors.TryGetValue(number, out var anchor) || !_chains.TryGetValue(writer, out var chain) || !chain.Whole && chain.At(sequence) is null) continue;
                var leaf = anchor.Leaves.FirstOrDefault(leaf => leaf.Writer == writer && leaf.From <= sequence && sequence <= leaf.Sequence);
                var steps = proof["path"]!.AsArray().Select(step => new MerkleStep(step!["hash"]!.GetValue<string>(), step["left"]!.GetValue<bool>()));
                var hash = chain.At(sequence)?.Hash;
                if (leaf is null || hash is null || hash != proof["hash"]!.GetValue<string>() || MerkleTree.Climb(MerkleTree.Leaf(Convert.FromHexString(hash)), steps) != leaf.Tree)
                    _report.Add(FaultKind.WrongProof, $"{PackageLayout.Proofs}: {writer} #{sequence}", $"does not lead to anchor {number}");
                else if (proven.Add((writer, sequence))) _report.Count(CheckedSubjects.Proofs);
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException or NullReferenceException or FormatException)
        {
            _report.Add(FaultKind.WrongProof, PackageLayout.Proofs, "a proof with a missing or wrong field: " + exception.Message);
            return;
        }

        foreach (var chain in _chains.Values)
            foreach (var line in chain.Lines.Where(line => line.Event is not null && !proven.Contains((chain.Writer, line.Sequence))))
                _report.Note($"{chain.Writer} #{line.Sequence} was not anchored yet when the package was made");
    }

    private IEnumerable<string> Below(string folder, string ending) =>
        _files.Names.Where(name => name.StartsWith(folder, StringComparison.Ordinal) && name.EndsWith(ending, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private async Task<byte[]> ReadAsync(string name, CancellationToken cancellationToken)
    {
        await using var stream = _files.Open(name);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }
}
