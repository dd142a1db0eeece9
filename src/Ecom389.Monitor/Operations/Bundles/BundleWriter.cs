using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Ecom389.Monitor.Commands;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Custody;

namespace Ecom389.Monitor.Operations.Bundles;

/// <summary>Packs rules, model and list into one signed file (ECDSA over P-256 with SHA-256, FIPS 186-5).</summary>
internal static class BundleWriter
{
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes the bundle; the file appears whole or not at all.</summary>
    public static async Task<BundleManifest> WriteAsync(Installation installation, string file, long sequence, string note, SigningKey key, TimeProvider time, CancellationToken cancellationToken)
    {
        var contents = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(installation.Rules, "*", SearchOption.AllDirectories))
            contents["rules/" + Path.GetRelativePath(installation.Rules, path).Replace('\\', '/')] = await File.ReadAllBytesAsync(path, cancellationToken);
        foreach (var path in Directory.EnumerateFiles(installation.Models))
            contents["models/" + Path.GetFileName(path)] = await File.ReadAllBytesAsync(path, cancellationToken);
        foreach (var path in Pipeline.RegistrySeed.FilesInForce(installation))
            contents["registry/" + Path.GetFileName(path)] = await File.ReadAllBytesAsync(path, cancellationToken);

        var manifest = new BundleManifest(BundleManifest.CurrentFormat, sequence, time.GetUtcNow(), note, [.. contents.Select(entry => new BundleEntry(entry.Key, entry.Value.Length, ContentHash.Of(entry.Value)))]);
        var json = JsonSerializer.SerializeToUtf8Bytes(manifest, JsonContract.Compact);
        await using (var stream = new FileStream(file + ".new", FileMode.Create, FileAccess.ReadWrite))
        {
            await using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            {
                await AddAsync(zip, BundleManifest.FileName, json, cancellationToken);
                await AddAsync(zip, BundleManifest.SignatureName, Encoding.ASCII.GetBytes($"{key.Fingerprint} {key.Sign(json)}\n"), cancellationToken);
                foreach (var (name, bytes) in contents) await AddAsync(zip, name, bytes, cancellationToken);
            }

            stream.Flush(flushToDisk: true);
        }

        File.Move(file + ".new", file, overwrite: true);
        return manifest;
    }

    private static async Task AddAsync(ZipArchive zip, string name, byte[] bytes, CancellationToken cancellationToken)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = Epoch;
        await using var stream = await entry.OpenAsync(cancellationToken);
        await stream.WriteAsync(bytes, cancellationToken);
    }
}
