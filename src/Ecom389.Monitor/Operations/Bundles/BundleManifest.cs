using System.Text.Json;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Operations.Bundles;

/// <summary>One file of a bundle.</summary>
internal sealed record BundleEntry(string Path, long Length, string Sha256);

/// <summary>
/// What a bundle brings to a machine without a network, as one: rules with calendars, model, list of certified devices.
/// </summary>
/// <param name="Format">1.</param>
/// <param name="Sequence">Rises with each bundle; one that is not higher than the one in force is refused.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="Note">A person's word on it.</param>
internal sealed record BundleManifest(int Format, long Sequence, DateTimeOffset CreatedAt, string Note, IReadOnlyList<BundleEntry> Files)
{
    public const int CurrentFormat = 1;
    public const string FileName = "manifest.json";
    public const string SignatureName = "manifest.sig";

    /// <summary>Bundles are a few dozen megabytes; what claims to be more is no bundle.</summary>
    public const long MostBytes = 1_000_000_000;

    /// <summary>Reads a manifest whose signature holds already.</summary>
    /// <exception cref="InvalidDataException">It is no manifest that this program reads.</exception>
    public static BundleManifest Read(byte[] json)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize<BundleManifest>(json, JsonContract.Compact);
            if (manifest is not { Format: CurrentFormat, Files: not null }) throw new InvalidDataException("định dạng lạ / unknown format");
            if (manifest.Files.Sum(file => file.Length) > MostBytes || manifest.Files.Any(file => file.Length < 0)) throw new InvalidDataException("quá lớn / too large");
            if (manifest.Files.FirstOrDefault(file => !IsPlain(file.Path)) is { } odd) throw new InvalidDataException($"đường dẫn lạ / odd path: {odd.Path}");
            return manifest;
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException(broken.Message, broken);
        }
    }

    // Only below the three folders a bundle has, never out of them.
    private static bool IsPlain(string path) =>
        path.Split('/') is [("rules" or "models" or "registry"), .. { Length: > 0 } rest] && rest.All(part => part.Length > 0 && part is not (".." or ".") && !part.Contains('\\', StringComparison.Ordinal) && !part.Contains(':', StringComparison.Ordinal));
}
