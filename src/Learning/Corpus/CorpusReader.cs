using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Learning.Corpus;

/// <summary>Reads labelled listings from JSON Lines, also gzipped ones (<c>.gz</c>).</summary>
public static class CorpusReader
{
    /// <summary>
    /// Every record of a file. The writer is the record's <c>writer</c>, else the file's name without endings.
    /// Throws <see cref="InvalidInputException"/> naming every bad line.
    /// </summary>
    public static IReadOnlyList<LabelledListing> Read(string path)
    {
        var errors = new List<InputError>();
        var records = new List<LabelledListing>();
        var fileWriter = Path.GetFileName(path).Split('.')[0];
        var number = 0;
        foreach (var line in Lines(path))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            try
            {
                var listing = JsonSerializer.Deserialize<ListingRecord>(line, JsonContract.Compact) ?? throw new JsonException("the line is null");
                var extra = JsonSerializer.Deserialize<Extra>(line, JsonContract.Compact);
                if (extra?.Label is not { } label)
                    errors.Add(new(path, number, "label", "a labelled listing needs a label with verdict, violations and cues"));
                else if (label.Verdict is not ("suspicious" or "clean"))
                    errors.Add(new(path, number, "label.verdict", $"is '{label.Verdict}', must be 'suspicious' or 'clean'"));
                else
                    records.Add(new(listing, new(label.Verdict is "suspicious", label.Violations ?? [], label.Cues ?? []), extra.Writer ?? fileWriter, extra.Slice));
            }
            catch (JsonException exception)
            {
                errors.Add(new(path, number, exception.Path, exception.Message));
            }
        }
        if (errors.Count > 0) throw new InvalidInputException(errors);
        return records;
    }

    private static IEnumerable<string> Lines(string path)
    {
        using Stream file = OpenOrExplain(path);
        using var stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line) yield return line;
    }

    private static FileStream OpenOrExplain(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(new InputError(path, null, null, exception.Message));
        }
    }

    private sealed record Extra([property: JsonPropertyName("label")] RawLabel? Label, string? Writer, string? Slice);

    private sealed record RawLabel(string? Verdict, IReadOnlyList<string>? Violations, IReadOnlyList<string>? Cues);
}
