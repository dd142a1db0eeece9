using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Ecom389.Monitor.Evidence.Packages;

/// <summary>One file of a package as a list names it.</summary>
/// <param name="Path">Forward slashes, below the package's root.</param>
/// <param name="Length">In bytes.</param>
/// <param name="MediaType">What it is.</param>
/// <param name="Sha256">Of the whole.</param>
/// <param name="Blocks">SHA-256 of each <see cref="FileList.BlockSize"/> bytes, the last block shorter: a fault is placed by them.</param>
public sealed record ListedFile(string Path, long Length, string MediaType, string Sha256, IReadOnlyList<string> Blocks);

/// <summary>Lists files so that a stranger finds out which bytes of which file were changed.</summary>
public static class FileList
{
    /// <summary>Bytes a block.</summary>
    public const int BlockSize = 16 << 10;

    /// <summary>Reads a file once for all its hashes.</summary>
    public static async Task<ListedFile> OfAsync(string root, string path, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(System.IO.Path.Combine(root, path), FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.Asynchronous);
        var (sha256, blocks) = await HashAsync(stream, cancellationToken);
        return new(path, stream.Length, MediaTypeOf(path), sha256, blocks);
    }

    /// <summary>Hash of the whole and of its blocks.</summary>
    public static async Task<(string Sha256, IReadOnlyList<string> Blocks)> HashAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var blocks = new List<string>();
        var buffer = new byte[BlockSize];
        int read;
        while ((read = await stream.ReadAtLeastAsync(buffer, BlockSize, throwOnEndOfStream: false, cancellationToken)) > 0)
        {
            whole.AppendData(buffer, 0, read);
            blocks.Add(Convert.ToHexStringLower(SHA256.HashData(buffer.AsSpan(0, read))));
        }

        return (Convert.ToHexStringLower(whole.GetHashAndReset()), blocks);
    }

    /// <summary>The list as it is written.</summary>
    public static JsonArray ToJson(IEnumerable<ListedFile> files) => new([.. files.OrderBy(file => file.Path, StringComparer.Ordinal).Select(file => new JsonObject
    {
        ["blocks"] = new JsonArray([.. file.Blocks.Select(block => (JsonNode)block)]),
        ["length"] = file.Length,
        ["mediaType"] = file.MediaType,
        ["path"] = file.Path,
        ["sha256"] = file.Sha256,
    })]);

    /// <exception cref="InvalidDataException">A part is missing, or a path leads out of the package.</exception>
    public static IReadOnlyList<ListedFile> FromJson(JsonNode? node)
    {
        try
        {
            var files = node!.AsArray().Select(file => new ListedFile(
                file!["path"]!.GetValue<string>(),
                file["length"]!.GetValue<long>(),
                file["mediaType"]!.GetValue<string>(),
                file["sha256"]!.GetValue<string>(),
                [.. file["blocks"]!.AsArray().Select(block => block!.GetValue<string>())])).ToList();
            return files.Find(file => !IsPlain(file.Path)) is { } odd ? throw new InvalidDataException($"a path that leads elsewhere: {odd.Path}") : files;
        }
        catch (Exception exception) when (exception is NullReferenceException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException("a list with a missing or wrong field", exception);
        }
    }

    /// <summary>True for a path that stays below its root.</summary>
    public static bool IsPlain(string path) => path.Length > 0 && path[0] != '/' && !path.Contains('\\', StringComparison.Ordinal) && !path.Contains(':', StringComparison.Ordinal) && !path.Split('/').Any(part => part is "" or "." or "..");

    /// <summary>By the end of the name.</summary>
    public static string MediaTypeOf(string path) => System.IO.Path.GetExtension(path) switch
    {
        ".gz" => "application/warc",
        ".wacz" => "application/wacz",
        ".json" => "application/json",
        ".jsonl" => "application/jsonl",
        ".html" => "text/html; charset=utf-8",
        ".txt" => "text/plain; charset=utf-8",
        ".pdf" => "application/pdf",
        ".png" => "image/png",
        ".pem" => "application/x-pem-file",
        ".tst" => "application/timestamp-token",
        _ => "application/octet-stream",
    };
}
