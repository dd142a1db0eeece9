using System.Text.RegularExpressions;
using Ecom389.Monitor.Evidence.Packages;
using Ecom389.Monitor.Text;
using Ecom389.Monitor.Web.Listings;

namespace Ecom389.Monitor.Pipeline;

/// <summary>
/// Stars telephone numbers, mail addresses, bank accounts and messenger handles that are not the seller's own. What no pattern
/// knows (names, faces, street addresses) stays: the record says that a person has to look.
/// </summary>
internal sealed partial class ThirdPartyMask : IPersonalDataMask
{
    /// <inheritdoc />
    public string Mask(string text, IReadOnlyCollection<string> keep)
    {
        var own = keep.SelectMany(PhoneReader.Find).Select(mention => mention.E164).ToHashSet(StringComparer.Ordinal);
        var spans = PhoneReader.Find(text).Where(mention => !own.Contains(mention.E164)).Select(mention => (mention.Start, mention.End))
            .Concat(NumberReaders.FindBankAccounts(text).Where(mention => !keep.Any(kept => kept.Contains(mention.Number, StringComparison.Ordinal))).Select(mention => (mention.Start, mention.End)))
            .Concat(HandleReader.Find(text).Where(mention => !own.Any(number => number.EndsWith(mention.Name.TrimStart('0'), StringComparison.Ordinal))).Select(mention => (mention.Start, mention.End)))
            .Concat(Mail().Matches(text).Select(match => (Start: match.Index, End: match.Index + match.Length)))
            .ToList();
        if (spans.Count == 0) return text;
        var characters = text.ToCharArray();
        foreach (var (start, end) in spans) PersonalData.MaskWhole(text[start..end]).CopyTo(0, characters, start, end - start);
        return new string(characters);
    }

    [GeneratedRegex(@"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}", RegexOptions.NonBacktracking)]
    private static partial Regex Mail();
}
