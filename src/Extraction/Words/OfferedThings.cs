using System.Buffers;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Extraction;

/// <summary>
/// The things of a post that offers several, each with its price: "Chuột 120k, bàn phím 350k, màn 1tr9". They stay one listing
/// (one permalink, one seller, one capture to show), whose price is the first of them.
/// </summary>
internal sealed class OfferedThings(Vocabulary words)
{
    private const int LongestName = 80;

    private const string EndSigns = "\n,;.+|•!?:";

    private static readonly SearchValues<char> Ends = SearchValues.Create(EndSigns);

    public List<ListingVariant> In(string text)
    {
        var things = new List<ListingVariant>();
        if (text.Length > 20_000) return things;
        var previous = 0;
        foreach (var mention in PriceReader.Find(text))
        {
            var start = Math.Min(previous, mention.Start);
            previous = mention.End;
            if (mention.Amount <= 0 || mention.Role != PriceRole.Price) continue;
            if (NameOf(text[start..mention.Start]) is { } name) things.Add(new(name, mention.Text, new(mention.Amount, mention.Currency), null, null));
        }

        return things;
    }

    private string? NameOf(string before)
    {
        var stop = before.AsSpan().TrimEnd().TrimEnd(EndSigns).LastIndexOfAny(Ends);
        var name = before[(stop + 1)..].Trim(' ', '-', '–', ':', '(', ')', ',', '=', '>', '*', '\t', '\r', '\n', '.');
        var folded = Vocabulary.Fold(name);

        // "giá" is only the word before the amount: the thing stands before it.
        foreach (var label in (ReadOnlySpan<string>)["gia ban", "gia chi", "gia con", "gia", "con", "chi", "ban"])
        {
            if (!folded.EndsWith(label, StringComparison.Ordinal) || folded.Length != name.Length) continue;
            var cut = name.Length - label.Length;
            if (cut > 0 && char.IsLetterOrDigit(name[cut - 1])) continue;
            name = name[..cut].TrimEnd(' ', '-', ':', ',');
            break;
        }

        if (name.Length is < 2 or > LongestName || !name.Any(char.IsLetter)) return null;
        return words.Contains("comparedPrice", name) || words.Contains("otherAmountLabel", name) ? null : name;
    }
}
