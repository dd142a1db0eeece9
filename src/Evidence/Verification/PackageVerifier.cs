using System.Globalization;
using System.Text.Json.Nodes;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Custody;
using Ecom389.Monitor.Evidence.Packages;

namespace Ecom389.Monitor.Evidence.Verification;

/// <summary>Verifies a package by itself, packed or unpacked. The HTML verifier inside it checks the same, in the same order.</summary>
public sealed class PackageVerifier
{
    private readonly TrustOptions _trust;

    public PackageVerifier(TrustOptions trust) => _trust = trust;

    /// <summary>True when the folder is an unpacked package.</summary>
    public static bool IsPackage(string folder) => File.Exists(Path.Combine(folder, PackageLayout.Contents)) || File.Exists(Path.Combine(folder, PackageLayout.Seal));

    /// <summary>Checks a ZIP or a folder; faults are in the report, never thrown. Throws <see cref="IOException"/> when it cannot be read at all.</summary>
    public async Task<VerificationReport> RunAsync(string path, CancellationToken cancellationToken)
    {
        var report = new VerificationReport();
        if (Directory.Exists(path))
        {
            using var folder = new FolderFiles(path);
            await CheckAsync(folder, report, cancellationToken);
            return report;
        }

        using var zip = new ZipFiles(path, report);
        await CheckAsync(zip, report, cancellationToken);
        if (report.Holds) await zip.CheckChecksumsAsync(report, cancellationToken);
        return report;
    }

    private async Task CheckAsync(IPackageFiles files, VerificationReport report, CancellationToken cancellationToken)
    {
        using var keys = new PublicKeys();
        await ReadKeysAsync(files, keys, report, cancellationToken);
        var trust = new KeyTrust(keys, _trust.ExpectedKeys);
        var listed = new HashSet<string>(StringComparer.Ordinal) { PackageLayout.Seal };
        await CheckSealAsync(files, trust, listed, report, cancellationToken);
        var contents = await CheckContentsAsync(files, listed, report, cancellationToken);
        foreach (var name in files.Names.Where(name => !listed.Contains(name))) report.Add(FaultKind.UnknownFile, name, "no list names it");

        var custody = new PackageCustody(files, trust, _trust.TimeStampRoots, report);
        await custody.CheckAsync(cancellationToken);
        if (contents is { } sha256) custody.CheckExport(sha256);
        await CheckManifestsAsync(files, custody, report, cancellationToken);
        if (_trust.ExpectedKeys is null && keys.Fingerprints.Count > 0) report.Note("signing keys to be compared with the printed record: " + string.Join(", ", keys.Fingerprints.Order(StringComparer.Ordinal)));
    }

    private static async Task ReadKeysAsync(IPackageFiles files, PublicKeys keys, VerificationReport report, CancellationToken cancellationToken)
    {
        foreach (var name in files.Names.Where(name => name.StartsWith(PackageLayout.Keys, StringComparison.Ordinal)))
        {
            try
            {
                using var reader = new StreamReader(files.Open(name));
                if (keys.Add(await reader.ReadToEndAsync(cancellationToken)) + ".pem" != name[PackageLayout.Keys.Length..]) report.Add(FaultKind.WrongSignature, name, "holds another key than its name says");
            }
            catch (InvalidDataException exception)
            {
                report.Add(FaultKind.WrongSignature, name, exception.Message);
            }
        }
    }

    private static async Task CheckSealAsync(IPackageFiles files, KeyTrust trust, HashSet<string> listed, VerificationReport report, CancellationToken cancellationToken)
    {
        if (await ReadObjectAsync(files, PackageLayout.Seal, report, cancellationToken) is not { } seal) return;
        try
        {
            var statement = seal["statement"]!.AsObject();
            if (seal.Count != 2) throw new InvalidDataException("a field that does not belong there");
            if (statement["key"]?.GetValue<string>() is { } key)
            {
                if (trust.Problem(key, CanonicalJson.Write(statement), seal["signature"]?.GetValue<string>() ?? "") is { } problem) report.Add(FaultKind.WrongSignature, PackageLayout.Seal, problem);
                else report.Count(CheckedSubjects.Seals);
            }
            else
            {
                if (trust.Expected is not null) report.Add(FaultKind.WrongSignature, PackageLayout.Seal, "the package is not sealed");
                report.Note("the package is not sealed: it was exported where there was no signing key");
            }

            if (statement["format"]?.GetValue<string>() != PackageLayout.Format) throw new InvalidDataException($"a package of another format, {statement["format"]}");
            await CheckListAsync(files, FileList.FromJson(statement["files"]), listed, report, cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException or NullReferenceException)
        {
            report.Add(FaultKind.WrongProof, PackageLayout.Seal, exception.Message);
        }
    }

    private static async Task<string?> CheckContentsAsync(IPackageFiles files, HashSet<string> listed, VerificationReport report, CancellationToken cancellationToken)
    {
        if (await ReadObjectAsync(files, PackageLayout.Contents, report, cancellationToken) is not { } contents) return null;
        try
        {
            await CheckListAsync(files, FileList.FromJson(contents["files"]), listed, report, cancellationToken);
            foreach (var sentence in contents["missing"]?.AsArray() ?? []) report.Note(sentence!.GetValue<string>());
            if (contents["masked"]?.GetValue<bool>() == true) report.Note("a masked copy: third parties' personal data is starred, originals stayed in the store");
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException or NullReferenceException)
        {
            report.Add(FaultKind.WrongProof, PackageLayout.Contents, exception.Message);
        }

        return ContentHash.Of(CanonicalJson.Write(contents));
    }

    private static async Task CheckListAsync(IPackageFiles files, IReadOnlyList<ListedFile> list, HashSet<string> listed, VerificationReport report, CancellationToken cancellationToken)
    {
        foreach (var file in list)
        {
            if (!listed.Add(file.Path)) report.Add(FaultKind.WrongProof, file.Path, "is listed twice");
            if (!files.Names.Contains(file.Path, StringComparer.Ordinal))
            {
                report.Add(FaultKind.MissingFile, file.Path, "is listed and not there");
                continue;
            }

            await using var stream = files.Open(file.Path);
            var (sha256, blocks) = await FileList.HashAsync(stream, cancellationToken);
            report.Count(CheckedSubjects.Bytes, stream.Length);
            if (sha256 == file.Sha256 && stream.Length == file.Length)
            {
                report.Count(CheckedSubjects.Files);
                continue;
            }

            var first = Enumerable.Range(0, Math.Max(blocks.Count, file.Blocks.Count)).FirstOrDefault(i => i >= blocks.Count || i >= file.Blocks.Count || blocks[i] != file.Blocks[i]);
            var from = (long)first * FileList.BlockSize;
            var to = Math.Max(from + 1, Math.Min(from + FileList.BlockSize, Math.Max(file.Length, stream.Length)));
            report.Add(FaultKind.BrokenBytes, string.Create(CultureInfo.InvariantCulture, $"{file.Path}: bytes {from}-{to - 1}"), stream.Length == file.Length
                ? "differ from their hash"
                : string.Create(CultureInfo.InvariantCulture, $"differ from their hash; the file is {stream.Length} bytes long and was {file.Length}"));
        }
    }

    private static async Task CheckManifestsAsync(IPackageFiles files, PackageCustody custody, VerificationReport report, CancellationToken cancellationToken)
    {
        foreach (var name in files.Names.Where(name => name.StartsWith(PackageLayout.Manifests, StringComparison.Ordinal)))
        {
            if (await ReadObjectAsync(files, name, report, cancellationToken) is not { } manifest) continue;
            try
            {
                foreach (var node in manifest["artefacts"]!.AsArray()) await CheckArtefactAsync(files, name, node!.AsObject(), custody, report, cancellationToken);
                report.Count(CheckedSubjects.Manifests);
            }
            catch (Exception exception) when (exception is InvalidOperationException or NullReferenceException)
            {
                report.Add(FaultKind.WrongProof, name, "an artefact with a missing or wrong field");
            }
        }
    }

    private static async Task CheckArtefactAsync(IPackageFiles files, string manifest, JsonObject artefact, PackageCustody custody, VerificationReport report, CancellationToken cancellationToken)
    {
        var (sha256, offset, length) = (artefact["sha256"]!.GetValue<string>(), artefact["offset"]!.GetValue<long>(), artefact["length"]!.GetValue<long>());
        var store = artefact["file"]!.GetValue<string>();
        if (custody.Contradicts(store, offset, length, sha256) is { } contradiction) report.Add(FaultKind.WrongProof, $"{manifest}: {store} bytes {offset}-{offset + length - 1}", $"{contradiction} put down another hash");
        if (artefact["path"]?.GetValue<string>() is not { } path) return;
        var at = artefact["pathOffset"]!.GetValue<long>();
        var place = string.Create(CultureInfo.InvariantCulture, $"{path}: bytes {at}-{at + length - 1}");
        if (!files.Names.Contains(path, StringComparer.Ordinal))
        {
            report.Add(FaultKind.MissingFile, path, $"{manifest} names it");
            return;
        }

        await using var stream = files.Open(path);
        if (at < 0 || length < 0 || at + length > stream.Length)
        {
            report.Add(FaultKind.BrokenBytes, place, string.Create(CultureInfo.InvariantCulture, $"the file ends at byte {stream.Length}"));
            return;
        }

        var bytes = new byte[length];
        stream.Position = at;
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        if (ContentHash.Of(bytes) != sha256) report.Add(FaultKind.BrokenBytes, place, $"not the record that {manifest} names");
        else report.Count(CheckedSubjects.Artefacts);
    }

    private static async Task<JsonObject?> ReadObjectAsync(IPackageFiles files, string name, VerificationReport report, CancellationToken cancellationToken)
    {
        if (!files.Names.Contains(name, StringComparer.Ordinal))
        {
            report.Add(FaultKind.MissingFile, name, "every package has it");
            return null;
        }

        await using var stream = files.Open(name);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, cancellationToken);
        try
        {
            return CanonicalJson.ReadObject(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        }
        catch (InvalidDataException exception)
        {
            report.Add(FaultKind.BrokenBytes, string.Create(CultureInfo.InvariantCulture, $"{name}: bytes 0-{Math.Max(0, bytes.Length - 1)}"), exception.Message);
            return null;
        }
    }
}
