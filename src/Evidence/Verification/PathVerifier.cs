using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Custody;
using Ecom389.Monitor.Evidence.Packages;

namespace Ecom389.Monitor.Evidence.Verification;

/// <summary>Verifies whatever a person points at: a package, a WACZ, a WARC file, or a folder of any of these.</summary>
public static class PathVerifier
{
    /// <exception cref="InvalidInputException">There is nothing there, or nothing that can be verified.</exception>
    public static async Task<VerificationReport> RunAsync(string path, TrustOptions trust, TimeProvider time, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path)) return await FolderAsync(path, trust, time, cancellationToken);
        if (!File.Exists(path)) throw new InvalidInputException(new InputError(path, null, null, "không có tệp hay thư mục / no such file or folder"));
        if (IsWarc(path)) return Warc([path], cancellationToken);
        return path.EndsWith(".wacz", StringComparison.OrdinalIgnoreCase)
            ? await WaczAsync(path, cancellationToken)
            : await new PackageVerifier(trust).RunAsync(path, cancellationToken);
    }

    private static async Task<VerificationReport> FolderAsync(string path, TrustOptions trust, TimeProvider time, CancellationToken cancellationToken)
    {
        if (PackageVerifier.IsPackage(path)) return await new PackageVerifier(trust).RunAsync(path, cancellationToken);
        // An installation's data folder, or the archive in it.
        foreach (var data in new[] { path, Path.GetDirectoryName(Path.GetFullPath(path)) ?? path })
        {
            var custody = new CustodyFolder(Path.Combine(data, "custody"));
            if (Directory.Exists(custody.Chains)) return await new StoreVerifier(Path.Combine(data, "evidence"), custody, time).RunAsync(trust, new(), cancellationToken);
        }

        var files = Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(IsWarc).Order(StringComparer.Ordinal).ToList();
        return files.Count > 0
            ? Warc(files, cancellationToken)
            : throw new InvalidInputException(new InputError(path, null, null, "không phải gói, kho hay thư mục WARC / no package, store or folder of WARC files"));
    }

    private static VerificationReport Warc(IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        var report = new VerificationReport();
        foreach (var file in files)
        {
            using var reader = WarcFileReader.Open(file);
            Records(reader, report, cancellationToken);
            report.Count(CheckedSubjects.Files);
        }

        report.Note("a WARC by itself proves its digests only; who captured it and when is proven by its chain of custody");
        return report;
    }

    private static void Records(WarcFileReader reader, VerificationReport report, CancellationToken cancellationToken)
    {
        foreach (var entry in reader.ReadToEnd(cancellationToken))
        {
            foreach (var fault in entry.Faults.Where(fault => fault.IsError))
                report.Add(FaultKind.BrokenBytes, string.Create(CultureInfo.InvariantCulture, $"{fault.File}: bytes {fault.Offset}-{fault.Offset + fault.Length - 1}"), $"{fault.Code}: {fault.Message}");
            if (entry.IsSound) report.Count(CheckedSubjects.Artefacts);
        }
    }

    /// <summary>WACZ 1.1.1: the list with its digest, each resource against the list, each record against its own digests.</summary>
    private static async Task<VerificationReport> WaczAsync(string path, CancellationToken cancellationToken)
    {
        var report = new VerificationReport();
        try
        {
            await using var zip = await ZipFile.OpenReadAsync(path, cancellationToken);
            var list = await ReadAsync(zip, "datapackage.json", report, cancellationToken);
            var digest = await ReadAsync(zip, "datapackage-digest.json", report, cancellationToken);
            if (list is null) return report;
            if (digest is not null && JsonDocument.Parse(digest).RootElement.GetProperty("hash").GetString() != Sha256(list)) report.Add(FaultKind.BrokenBytes, $"datapackage.json: bytes 0-{list.Length - 1}", "differs from its digest in datapackage-digest.json");
            foreach (var resource in JsonDocument.Parse(list).RootElement.GetProperty("resources").EnumerateArray())
            {
                var name = resource.GetProperty("path").GetString()!;
                if (await ReadAsync(zip, name, report, cancellationToken) is not { } bytes) continue;
                if (Sha256(bytes) != resource.GetProperty("hash").GetString()) report.Add(FaultKind.BrokenBytes, string.Create(CultureInfo.InvariantCulture, $"{name}: bytes 0-{bytes.Length - 1}"), "differs from its hash in datapackage.json");
                else report.Count(CheckedSubjects.Files);
                if (!IsWarc(name)) continue;
                using var reader = new WarcFileReader(new MemoryStream(bytes), name);
                Records(reader, report, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            report.Add(FaultKind.BrokenBytes, Path.GetFileName(path), exception.Message);
        }

        return report;
    }

    private static async Task<byte[]?> ReadAsync(ZipArchive zip, string name, VerificationReport report, CancellationToken cancellationToken)
    {
        if (zip.GetEntry(name) is not { } entry)
        {
            report.Add(FaultKind.MissingFile, name, "a WACZ has it, or its list names it");
            return null;
        }

        await using var stream = await entry.OpenAsync(cancellationToken);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }

    private static string Sha256(byte[] bytes) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static bool IsWarc(string path) => path.EndsWith(".warc", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".warc.gz", StringComparison.OrdinalIgnoreCase);
}
