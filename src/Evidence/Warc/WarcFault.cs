using System.Globalization;

namespace Ecom389.Monitor.Evidence;

/// <summary>How bad a fault of a WARC file is.</summary>
public enum WarcFaultSeverity
{
    /// <summary>Against the letter of the standard, yet nothing is lost or altered: a space in a URI, for instance.</summary>
    Notice,

    /// <summary>Bytes are missing, altered or not what the record says they are.</summary>
    Error,
}

/// <summary>One thing wrong with a WARC file, placed to the byte.</summary>
/// <param name="Code">
/// For programs: <c>not-warc</c>, <c>arc</c>, <c>gzip-damaged</c>, <c>gzip-cut</c>, <c>gzip-head</c>, <c>gzip-whole-file</c>, <c>head</c>, <c>field-missing</c>,
/// <c>content-length</c>, <c>cut</c>, <c>block-digest</c>, <c>payload-digest</c>, <c>digest-unknown</c>, <c>http-head</c>, <c>chunks</c>,
/// <c>target-uri</c>, <c>record-end</c>, <c>too-large</c>.
/// </param>
/// <param name="Severity">Whether evidence is touched by it.</param>
/// <param name="File">File name.</param>
/// <param name="Offset">First byte of the range concerned, in the file as stored.</param>
/// <param name="Length">Bytes of the range, to the end of the file when cut.</param>
/// <param name="Message">One sentence in Vietnamese and English.</param>
public sealed record WarcFault(string Code, WarcFaultSeverity Severity, string File, long Offset, long Length, string Message)
{
    public bool IsError => Severity == WarcFaultSeverity.Error;

    /// <summary><c>file: bytes 120-980: code: message</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{File}: byte {Offset}-{Math.Max(Offset, Offset + Length - 1)}: {Code}: {Message}");
}
