namespace Ecom389.Monitor.Core;

/// <summary>How a file of listings handed over by a platform is read (CSV, JSONL, XLSX).</summary>
public sealed record ImportRules
{
    /// <summary>Field of the listing record to the column's heading (of a JSONL file: the member's name or a JSONPath); fields not named are found by usual headings.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The sheet of an XLSX file; null for the first.</summary>
    public string? Sheet { get; init; }

    /// <summary>Column separator of a CSV file; null to tell it by the heading line.</summary>
    public string? Delimiter { get; init; }

    /// <summary>Line of the headings, from 1.</summary>
    public int HeadingLine { get; init; } = 1;
}
