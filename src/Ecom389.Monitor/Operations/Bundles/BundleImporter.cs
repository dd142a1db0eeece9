using System.IO.Compression;
using System.Text;
using Ecom389.Monitor.Commands;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Rules;
using Ecom389.Monitor.Evidence.Custody;
using Ecom389.Monitor.Operations.Calendar;
using Ecom389.Monitor.Pipeline;

namespace Ecom389.Monitor.Operations.Bundles;

/// <summary>
/// Takes a bundle in, wholly or not at all: signature by the trusted key, sequence higher than the one in force, every file by its
/// hash and no other file, rules and model that load, and only then the switch.
/// </summary>
internal sealed class BundleImporter
{
    private readonly Installation _installation;
    private readonly string _file;

    public BundleImporter(Installation installation, string file)
    {
        _installation = installation;
        _file = file;
    }

    /// <param name="trust">Public key (PEM) to be trusted; null for the one that the first import named.</param>
    /// <returns>The manifest of the bundle now in force.</returns>
    /// <exception cref="InvalidInputException">It is refused; nothing was changed.</exception>
    public async Task<BundleManifest> RunAsync(string? trust, CancellationToken cancellationToken)
    {
        var root = BundleShelf.Root(_installation.Data);
        Directory.CreateDirectory(root);
        // One import at a time, in any process.
        using var held = OpenLock(Path.Combine(root, "import.lock"));
        var pem = ReadTrust(trust);
        try
        {
            await using var zip = await ZipFile.OpenReadAsync(_file, cancellationToken);
            var manifest = await VerifyAsync(zip, pem, cancellationToken);
            var current = BundleShelf.Current(_installation.Data);
            if (current >= manifest.Sequence) throw Refusal("sequence", $"bản {manifest.Sequence} không mới hơn bản đang dùng ({current}) / is not newer than the one in force");
            var stage = BundleShelf.Folder(_installation.Data, manifest.Sequence) + ".stage";
            if (Directory.Exists(stage)) Directory.Delete(stage, recursive: true);
            try
            {
                await UnpackAsync(zip, manifest, stage, cancellationToken);
                Try(stage);
                var place = BundleShelf.Folder(_installation.Data, manifest.Sequence);
                if (Directory.Exists(place)) Directory.Delete(place, recursive: true);
                Directory.Move(stage, place);
            }
            finally
            {
                if (Directory.Exists(stage)) Directory.Delete(stage, recursive: true);
            }

            if (trust is not null) await File.WriteAllTextAsync(BundleShelf.TrustedKey(_installation.Data), pem, cancellationToken);
            BundleShelf.Switch(_installation.Data, manifest.Sequence);
            return manifest;
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or FileNotFoundException or DirectoryNotFoundException)
        {
            throw Refusal(null, broken.Message);
        }
    }

    private async Task<BundleManifest> VerifyAsync(ZipArchive zip, string pem, CancellationToken cancellationToken)
    {
        var json = await ReadAsync(zip, BundleManifest.FileName, 16_000_000, cancellationToken);
        var signature = Encoding.ASCII.GetString(await ReadAsync(zip, BundleManifest.SignatureName, 1000, cancellationToken)).TrimEnd('\n').Split(' ');
        using var keys = new PublicKeys();
        var fingerprint = keys.Add(pem);
        if (signature is not [var by, var value] || by != fingerprint || !keys.Verify(fingerprint, json, value))
            throw Refusal("manifest.sig", $"chữ ký không phải của khoá được tin ({fingerprint[..16]}…) / is not signed by the trusted key");
        var manifest = BundleManifest.Read(json);
        var names = manifest.Files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        if (names.Count != manifest.Files.Count) throw new InvalidDataException("bản kê nêu một tệp hai lần / the manifest names a file twice");
        if (zip.Entries.FirstOrDefault(entry => entry.FullName is not (BundleManifest.FileName or BundleManifest.SignatureName) && !names.Contains(entry.FullName)) is { } stranger)
            throw new InvalidDataException($"tệp không có trong bản kê / not in the manifest: {stranger.FullName}");
        return manifest;
    }

    private static async Task UnpackAsync(ZipArchive zip, BundleManifest manifest, string stage, CancellationToken cancellationToken)
    {
        foreach (var file in manifest.Files)
        {
            var bytes = await ReadAsync(zip, file.Path, file.Length, cancellationToken);
            if (bytes.Length != file.Length || ContentHash.Of(bytes) != file.Sha256) throw new InvalidDataException($"{file.Path}: khác bản kê / differs from the manifest");
            var path = Path.Combine(stage, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            await stream.WriteAsync(bytes, cancellationToken);
            stream.Flush(flushToDisk: true);
        }
    }

    /// <summary>Loads everything as a night would.</summary>
    private static void Try(string stage)
    {
        var trial = new Installation(Path.Combine(stage, "registry"), Path.Combine(stage, "rules"), Path.Combine(stage, "models"));
        ScorerFactory.Load(trial, RulePackLoader.Load(trial.Rules));
        WorkingDaysFiles.Load(trial.Rules);
    }

    // Never more than the manifest says: a small file that unpacks to a disk's worth is refused.
    private static async Task<byte[]> ReadAsync(ZipArchive zip, string name, long most, CancellationToken cancellationToken)
    {
        var entry = zip.GetEntry(name) ?? throw new InvalidDataException($"thiếu / missing: {name}");
        await using var stream = await entry.OpenAsync(cancellationToken);
        using var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (bytes.Length + read > most) throw new InvalidDataException($"{name}: dài hơn bản kê / longer than the manifest says");
            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }

    private string ReadTrust(string? trust)
    {
        var file = trust ?? BundleShelf.TrustedKey(_installation.Data);
        if (!File.Exists(file)) throw new InvalidInputException(new InputError(file, null, "--trust", trust is null ? "lần nhập đầu tiên cần khoá công khai (PEM) của nơi phát hành / the first import needs the publisher's public key (PEM)" : "không có tệp / no such file"));
        return File.ReadAllText(file);
    }

    private FileStream OpenLock(string path)
    {
        try
        {
            return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException busy)
        {
            throw Refusal(null, "một lượt nhập khác đang chạy / another import is running: " + busy.Message);
        }
    }

    private InvalidInputException Refusal(string? field, string message) => new(new InputError(_file, null, field, message));
}
