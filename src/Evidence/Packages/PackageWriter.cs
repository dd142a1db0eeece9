using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Anchoring;
using Ecom389.Monitor.Evidence.Custody;
using Ecom389.Monitor.Evidence.Files;
using Ecom389.Monitor.Evidence.Packages.Zip;

namespace Ecom389.Monitor.Evidence.Packages;

/// <summary>What a package is made with.</summary>
public sealed record PackageTools
{
    /// <summary>Folder of the archive's files.</summary>
    public required string Archive { get; init; }

    /// <summary>Where its files are read from; null for the folder alone.</summary>
    public IEvidenceFiles? Files { get; init; }

    public required CustodyFolder Custody { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Folder of the signing key; null, or one this process may not read, leaves the export unsealed, which the package says.</summary>
    public string? KeyFolder { get; init; }

    public required IRecordPrinter Printer { get; init; }

    public required IPersonalDataMask Mask { get; init; }

    /// <summary>Who operates; an organisation.</summary>
    public required string Organisation { get; init; }

    /// <summary>Name and version of the program.</summary>
    public required string Software { get; init; }

    internal IEvidenceFiles Reading => Files ?? new FolderFiles(Archive);

    /// <summary>Names people read instead of violation codes.</summary>
    public IReadOnlyDictionary<string, string> ViolationNames { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>A package that was written.</summary>
/// <param name="File">The ZIP.</param>
/// <param name="ContentsSha256">As the chain names it.</param>
/// <param name="KeyFingerprint">Of the key that signed; null when it was not sealed.</param>
/// <param name="Missing">What it lacks, in sentences; empty when whole.</param>
public sealed record PackageResult(string File, string ContentsSha256, string? KeyFingerprint, IReadOnlyList<string> Missing);

/// <summary>
/// Packs a finding or a matter for someone who does not trust us: captures byte for byte, manifest, printable record, the
/// custody that proves them, and a verifier. Originals are read, never altered. The export is itself an event of the chain,
/// put down before the package is closed, so that the package proves its own making.
/// </summary>
public sealed class PackageWriter
{
    private readonly PackageTools _tools;

    public PackageWriter(PackageTools tools) => _tools = tools;

    /// <summary>Writes the package, whole or not at all.</summary>
    /// <exception cref="InvalidDataException">Evidence is broken: it is named, and nothing is exported.</exception>
    public async Task<PackageResult> WriteAsync(PackageRequest request, string target, CancellationToken cancellationToken)
    {
        var root = Path.GetFullPath(target) + ".parts";
        if (Directory.Exists(root)) Directory.Delete(root, recursive: true);
        Directory.CreateDirectory(root);
        try
        {
            var missing = new List<string>();
            var parts = new PackageParts(_tools, root, request);
            await parts.WriteAsync(missing, cancellationToken);
            var contents = await WriteContentsAsync(root, request, missing, cancellationToken);
            var sha256 = ContentHash.Of(contents);
            await PutDownAsync(request, sha256, cancellationToken);
            using var key = _tools.KeyFolder is { } folder ? SigningKey.TryOpen(folder) : null;
            if (key is null) missing.Add("không có khoá ký ở đây: lần xuất này chưa được niêm phong / no signing key here: this export is not sealed");
            else Seal(key);
            new CustodyExtract(_tools.Custody).Write(root, parts.IsRelevant);
            await WriteSealAsync(root, key, cancellationToken);
            await StoredZip.WriteAsync(target, root, Names(root), cancellationToken);
            return new(target, sha256, key?.Fingerprint, missing);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private async Task<byte[]> WriteContentsAsync(string root, PackageRequest request, List<string> missing, CancellationToken cancellationToken)
    {
        var files = new List<ListedFile>();
        foreach (var name in Names(root)) files.Add(await FileList.OfAsync(root, name, cancellationToken));
        var contents = CanonicalJson.Write(new JsonObject
        {
            ["createdAt"] = _tools.Time.GetUtcNow().ToMicroseconds(),
            ["files"] = FileList.ToJson(files),
            ["findings"] = new JsonArray([.. request.Findings.Select(finding => (JsonNode)finding.Finding.Id.ToString("D"))]),
            ["format"] = PackageLayout.Format,
            ["masked"] = request.MaskThirdParties,
            ["missing"] = new JsonArray([.. missing.Select(sentence => (JsonNode)sentence)]),
            ["organisation"] = _tools.Organisation,
            ["software"] = _tools.Software,
            ["subject"] = request.Subject,
        });
        await File.WriteAllBytesAsync(Path.Combine(root, PackageLayout.Contents), contents, cancellationToken);
        return contents;
    }

    private async Task PutDownAsync(PackageRequest request, string contents, CancellationToken cancellationToken)
    {
        await using var log = CustodyLog.Open(_tools.Custody, "export", _tools.Time);
        await log.AppendAsync(
            new CustodyEntry(CustodyActions.Exported, request.Who, request.Subject)
            {
                Details = new Dictionary<string, string>(StringComparer.Ordinal) { ["contents"] = contents, ["masked"] = request.MaskThirdParties ? "true" : "false" },
            },
            cancellationToken);
    }

    private void Seal(SigningKey key)
    {
        var problems = new Sealer(_tools.Custody, key, _tools.Time).SealAll().Where(outcome => outcome.Problem is not null).ToList();
        if (problems.Count > 0) throw new InvalidDataException(string.Join("; ", problems.Select(outcome => $"{outcome.Writer}: {outcome.Problem}")));
        new AnchorBook(_tools.Custody).Make(key, _tools.Time);
    }

    private async Task WriteSealAsync(string root, SigningKey? key, CancellationToken cancellationToken)
    {
        var files = new List<ListedFile>();
        foreach (var name in Names(root).Where(name => name == PackageLayout.Contents || name.StartsWith(PackageLayout.Custody, StringComparison.Ordinal)))
            files.Add(await FileList.OfAsync(root, name, cancellationToken));
        var statement = new JsonObject
        {
            ["at"] = _tools.Time.GetUtcNow().ToMicroseconds(),
            ["files"] = FileList.ToJson(files),
            ["format"] = PackageLayout.Format,
            ["key"] = key?.Fingerprint,
        };
        var signature = key?.Sign(CanonicalJson.Write(statement));
        await File.WriteAllBytesAsync(Path.Combine(root, PackageLayout.Seal), CanonicalJson.Write(new JsonObject { ["signature"] = signature, ["statement"] = statement }), cancellationToken);
    }

    /// <summary>Files below the root, those a person opens first.</summary>
    private static List<string> Names(string root) =>
    [
        .. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .OrderByDescending(name => name is PackageLayout.Verifier or PackageLayout.RecordPdf or PackageLayout.RecordHtml).ThenBy(name => name, StringComparer.Ordinal),
    ];
}
