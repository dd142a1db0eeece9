using Ecom389.Monitor.Detection.Rules;
using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Detection.Registry;

/// <summary>Fields of listings that are meant for certificates, and what sellers put there instead; from <c>rules/conformity.yaml</c>.</summary>
public sealed class CertificateForms
{
    private readonly HashSet<string> _numbers;
    private readonly HashSet<string> _certificates;
    private readonly HashSet<string> _placeholders;
    private readonly HashSet<string> _foreign;

    public CertificateForms(IReadOnlyList<string> numberFields, IReadOnlyList<string> certificateFields, IReadOnlyList<string> placeholders, IReadOnlyList<string> foreignMarks)
    {
        _numbers = [.. numberFields.Select(static name => "attributes/" + name)];
        _certificates = [.. certificateFields.Select(static name => "attributes/" + name)];
        _placeholders = [.. placeholders.Select(Tidy)];
        _foreign = [.. foreignMarks.Select(Tidy)];
    }

    /// <summary>No fields.</summary>
    public static CertificateForms None { get; } = new([], [], [], []);

    /// <summary>Whether a field is for a number of conformity.</summary>
    public bool IsNumber(string field) => _numbers.Contains(field);

    /// <summary>Whether a field is for certificates of any kind.</summary>
    public bool IsCertificate(string field) => _certificates.Contains(field);

    /// <summary>Either of both.</summary>
    public bool IsForm(string field) => IsNumber(field) || IsCertificate(field);

    /// <summary>Whether the value says that there is none: one of the words, or nothing but strokes.</summary>
    public bool IsPlaceholder(string value) => Tidy(value) is var tidy && (tidy.Length == 0 || _placeholders.Contains(tidy));

    /// <summary>Whether the value names marks of other countries and nothing else.</summary>
    public bool IsForeignOnly(string value)
    {
        var marks = value.Split([',', ';', '/', '+', '&'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return marks.Length > 0 && Array.TrueForAll(marks, mark => _foreign.Contains(Tidy(mark)));
    }

    private static string Tidy(string text) => Normaliser.Normalise(text).Folded.Trim(' ', '-', '–', '—', '.', '_', '/', '(', ')');
}

/// <summary>Reads the fields that are meant for certificates.</summary>
internal static class FormFields
{
    private static readonly string[] Declarations = ["cbhq", "cnhq", "sdoc", "qcvn"];

    public static void Read(ListingView view, DateOnly date, bool? required, CertificateForms forms, List<CertificateClaim> claims)
    {
        // Goods that need nothing lack nothing, whatever stands in the field.
        if (required == false) return;
        for (var field = 0; field < view.Fields.Count; field++)
        {
            var (name, text) = (view.Fields[field].Name, view.Fields[field].Text);
            var isNumber = forms.IsNumber(name);
            if (text.Value.Length == 0 || !(isNumber || (required == true && forms.IsCertificate(name)))) continue;
            if (claims.Exists(claim => claim.Words.Field == field)) continue;
            if (Fault(text.Original, isNumber, date, forms) is { } fault)
                claims.Add(new(text.Original.Trim().ToUpperInvariant(), CertificateKind.Unknown, null, new Evidence(field, 0, text.Value.Length), null, fault));
        }
    }

    private static CertificateFault? Fault(string value, bool isNumber, DateOnly date, CertificateForms forms)
    {
        if (forms.IsPlaceholder(value)) return CertificateFault.Placeholder;
        if (forms.IsForeignOnly(value)) return CertificateFault.ForeignOnly;
        if (StandardReader.Find(value).Any(standard => standard.Year > date.Year)) return CertificateFault.Malformed;
        if (!isNumber || !value.AsSpan().ContainsAnyInRange('0', '9')) return null;
        var folded = Normaliser.Normalise(value).Folded;
        return Array.Exists(Declarations, word => folded.Contains(word, StringComparison.Ordinal)) || folded.Contains("anh ", StringComparison.Ordinal) ? null : CertificateFault.Malformed;
    }
}
