using System.Text;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>Reads files of listings that a platform hands over: CSV, JSON Lines, XLSX, told by the name's ending.</summary>
public static class ImportReader
{
    /// <summary>Bytes of a file at most.</summary>
    public const long MaxBytes = 200L * 1024 * 1024;

    /// <summary>Rows of a file at most.</summary>
    public const int MaxRows = 1_000_000;

    /// <summary>Throws <see cref="InvalidInputException"/> when the file as a whole cannot be read; a bad row is an error of the result.</summary>
    public static ImportedFile Read(ReadOnlyMemory<byte> bytes, string file, ImportRules rules, ImportHeadings headings) => System.IO.Path.GetExtension(file).ToLowerInvariant() switch
    {
        ".csv" or ".tsv" or ".txt" => CsvImport.Read(Text(bytes, file), file, rules, headings),
        ".jsonl" or ".ndjson" => JsonLinesImport.Read(Text(bytes, file), file, headings),
        ".xlsx" => XlsxImport.Read(bytes, file, rules, headings),
        _ => throw new InvalidInputException(new InputError(file, null, null, Messages.Format("import.kind"))),
    };

    // Excel on Windows saves CSV as UTF-16 when told "Unicode text"; anything else that is not UTF-8 is not guessed at.
    private static string Text(ReadOnlyMemory<byte> bytes, string file)
    {
        var span = bytes.Span;
        if (span.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return Encoding.Unicode.GetString(span[2..]);
        if (span.StartsWith(Encoding.UTF8.Preamble)) span = span[3..];
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(span);
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidInputException(new InputError(file, null, null, Messages.Format("import.encoding")));
        }
    }
}
