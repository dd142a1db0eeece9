using System.Text.RegularExpressions;

namespace Ecom389.Monitor.Text;

/// <summary>An account on a messaging or social service found in a text.</summary>
/// <param name="Text">Exactly as written.</param>
/// <param name="Start">UTF-16 offset into the text.</param>
/// <param name="End">One past the last.</param>
/// <param name="Platform"><c>zalo</c>, <c>telegram</c>, <c>facebook</c>, <c>messenger</c>, <c>tiktok</c>, <c>instagram</c>, <c>shopee</c>, <c>whatsapp</c>, <c>wechat</c>, <c>viber</c>.</param>
/// <param name="Name">The account without sign and host, lower case.</param>
public sealed record HandleMention(string Text, int Start, int End, string Platform, string Name);

/// <summary>Reads links to accounts (zalo.me/…, t.me/…, fb.com/…) and names behind a service's word (tele: @abc).</summary>
public static partial class HandleReader
{
    /// <summary>Every handle in the text, in order. Linear; never throws.</summary>
    public static IReadOnlyList<HandleMention> Find(string text) => Find(Normaliser.Characters(text));

    internal static IReadOnlyList<HandleMention> Find(NormalisedText settled)
    {
        var found = new List<HandleMention>();
        foreach (Match match in Link().Matches(settled.Folded))
        {
            var platform = match.Groups["host"].Value switch
            {
                "zalo.me" or "chat.zalo.me" => "zalo",
                "t.me" or "telegram.me" => "telegram",
                "m.me" => "messenger",
                "wa.me" => "whatsapp",
                "tiktok.com" => "tiktok",
                "instagram.com" => "instagram",
                "shopee.vn" => "shopee",
                _ => "facebook",
            };
            Add(match, platform, match.Groups["name"].Value.TrimEnd('.', '-', '/'));
        }
        foreach (Match match in Named().Matches(settled.Folded))
        {
            var platform = match.Groups["word"].Value switch
            {
                "tele" or "telegram" or "tlg" => "telegram",
                "tiktok" => "tiktok",
                "ig" or "insta" or "instagram" => "instagram",
                "fb" or "facebook" => "facebook",
                "wechat" => "wechat",
                "viber" => "viber",
                _ => "zalo",
            };
            Add(match, platform, match.Groups["name"].Value);
        }
        found.Sort(static (a, b) => a.Start.CompareTo(b.Start));
        return found;

        void Add(Match match, string platform, string name)
        {
            if (name.Length < 2) return;
            var (start, end) = settled.ToOriginal(match.Index, match.Index + match.Length);
            found.Add(new(settled.Original[start..end], start, end, platform, name));
        }
    }

    [GeneratedRegex(@"(?<![\p{L}\d.])(?:https?://)?(?:www\.|m\.)?(?<host>chat\.zalo\.me|zalo\.me|t\.me|telegram\.me|m\.me|wa\.me|facebook\.com|fb\.com|fb\.me|tiktok\.com|instagram\.com|shopee\.vn)/(?:g/|\+|@|profile\.php\?id=|groups/|pages/)?(?<name>[a-z\d._-]{2,64})", RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<![\p{L}\d])(?<word>telegram|tele|tlg|tiktok|instagram|insta|ig|facebook|fb|wechat|viber|zalo)(?: id)?[ :]{0,3}@(?<name>[a-z\d][a-z\d._]{2,40}[a-z\d])", RegexOptions.CultureInvariant)]
    private static partial Regex Named();
}
