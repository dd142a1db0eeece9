using System.Text;

namespace Ecom389.Monitor.Text;

/// <summary>Brings sellers' spellings to one form.</summary>
public static class Normaliser
{
    /// <summary>Raised with every change of behaviour; part of a snapshot's versions.</summary>
    public const string Version = "0";

    /// <summary>Normalises a text. Linear in its length; never throws.</summary>
    public static NormalisedText Normalise(string text)
    {
        var value = text.ToLowerInvariant();
        var folded = string.Create(value.Length, value, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = source[i] == 'đ' ? 'd' : char.IsSurrogate(source[i]) ? source[i] : source[i].ToString().Normalize(NormalizationForm.FormD)[0];
        });
        return new(text, value, folded, [.. Enumerable.Range(0, value.Length)], [.. Enumerable.Range(1, value.Length)]);
    }
}
