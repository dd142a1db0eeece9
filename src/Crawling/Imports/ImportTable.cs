using System.Globalization;
using System.Text;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>One row of a handed-over file.</summary>
/// <param name="Line">Line of the file, or row of the sheet, from 1.</param>
/// <param name="Fields">Field of the listing record to its text; never blank.</param>
/// <param name="Attributes">Columns that are no field, by their heading.</param>
public sealed record ImportedRow(int Line, IReadOnlyDictionary<string, string> Fields, IReadOnlyDictionary<string, string> Attributes);

/// <summary>A file as read: its rows, and the rows that cannot be read with line and field.</summary>
public sealed record ImportedFile(IReadOnlyList<ImportedRow> Rows, IReadOnlyList<InputError> Errors);

/// <summary>Which heading is which field: those the definition names, then the usual ones, compared without case, diacritics and punctuation.</summary>
public sealed class ImportHeadings
{
    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);

    /// <param name="rules">The definition's own.</param>
    /// <param name="usual">Field to usual headings.</param>
    public ImportHeadings(ImportRules rules, IReadOnlyDictionary<string, IReadOnlyList<string>> usual)
    {
        Columns = rules.Columns;
        foreach (var (field, heading) in rules.Columns) _fields[Fold(heading)] = field;
        foreach (var (field, headings) in usual)
        {
            // What the definition says a field is is not looked for elsewhere.
            if (rules.Columns.ContainsKey(field)) continue;
            foreach (var heading in headings.Append(field)) _fields.TryAdd(Fold(heading), field);
        }
    }

    /// <summary>The definition's own columns.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; }

    /// <summary>The field of a heading, or null.</summary>
    public string? FieldOf(string heading) => _fields.GetValueOrDefault(Fold(heading));

    /// <summary>The row of cells under headings, or null when all are blank.</summary>
    internal ImportedRow? Row(int line, IReadOnlyList<string> headings, IReadOnlyList<string> cells)
    {
        var (fields, attributes) = (new Dictionary<string, string>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal));
        for (var i = 0; i < Math.Min(headings.Count, cells.Count); i++)
        {
            var text = cells[i].Trim();
            if (text.Length == 0 || headings[i].Length == 0) continue;
            if (FieldOf(headings[i]) is { } field) fields.TryAdd(field, text);
            else attributes.TryAdd(headings[i], text);
        }

        return fields.Count + attributes.Count == 0 ? null : new(line, fields, attributes);
    }

    /// <summary>Throws when no heading is a field: then the headings are not where they are looked for.</summary>
    internal void Check(string file, int line, IReadOnlyList<string> headings)
    {
        foreach (var (field, heading) in Columns)
            if (!headings.Any(known => Fold(known) == Fold(heading))) throw new InvalidInputException(new InputError(file, line, field, Messages.Format("import.no-column", heading)));
        if (!headings.Any(heading => FieldOf(heading) is "title" or "description")) throw new InvalidInputException(new InputError(file, line, null, Messages.Format("import.no-headings")));
    }

    private static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var letter in text.Normalize(NormalizationForm.FormD).ToLowerInvariant())
            if (char.IsLetterOrDigit(letter)) folded.Append(letter == 'đ' ? 'd' : letter);
            else if (CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark && letter == '.') folded.Append('.');
        return folded.ToString();
    }
}
