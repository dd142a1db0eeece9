using System.Collections.Frozen;
using System.Text;

namespace Ecom389.Monitor.Text.Normalising;

/// <summary>First pass, character by character: lower case, compatibility forms, look-alikes, marks, invisible characters.</summary>
internal static class CharacterPass
{
    /// <summary>ISO 3166-1 alpha-2 codes in use: two regional indicators that spell one of them are a flag, not letters.</summary>
    private static readonly FrozenSet<string> Regions = (
        "ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br bs bt bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz " +
        "de dj dk dm do dz ec ee eg eh er es et eu fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp " +
        "ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mf mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om " +
        "pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz " +
        "ua ug um un us uy uz va vc ve vg vi vn vu wf ws xk ye yt za zm zw").Split(' ').ToFrozenSet(StringComparer.Ordinal);

    public static void Run(string text, CharacterTable table, Draft draft)
    {
        var map = table.Map;
        var chars = draft.Chars;
        var i = 0;
        for (; i < text.Length; i++)
        {
            var m = map[text[i]];
            if (m >= CharacterTable.FirstPlain)
            {
                chars[i] = m;
                continue;
            }
            if (m != CharacterTable.Surrogate || !IsOrdinaryPair(text, i, table)) break;
            chars[i] = text[i];
            chars[i + 1] = text[i + 1];
            i++;
        }
        draft.Length = i;
        if (i == text.Length) return;
        draft.Unpin();
        RunSlowly(text, i, table, draft);
    }

    private static bool IsOrdinaryPair(string text, int i, CharacterTable table)
    {
        if (!char.IsHighSurrogate(text[i]) || i + 1 >= text.Length || !char.IsLowSurrogate(text[i + 1])) return false;
        var point = char.ConvertToUtf32(text[i], text[i + 1]);
        return !IsRegional(point) && point < 0xE0000 && table.Expansion(point) is null && Rune.ToLowerInvariant(new Rune(point)).Value == point;
    }

    private static void RunSlowly(string text, int from, CharacterTable table, Draft draft)
    {
        var map = table.Map;
        for (var i = from; i < text.Length; i++)
        {
            var c = text[i];
            var m = map[c];
            switch (m)
            {
                case CharacterTable.Remove when c == Backwards.Override:
                    draft.MayHide = true;
                    i = Backwards.Put(text, i, table, draft);
                    break;
                case CharacterTable.Remove:
                    break;
                case CharacterTable.Absorb:
                    if (draft.Length > 0) draft.Ends![draft.Length - 1] = i + 1;
                    break;
                case CharacterTable.Mark:
                    PutMark(c, i, map, draft);
                    break;
                case CharacterTable.Expand:
                    draft.MayHide = true;
                    foreach (var x in table.Expansion(c)!) draft.Append(x, i, i + 1);
                    break;
                case CharacterTable.Surrogate:
                    i = PutSurrogate(text, i, table, draft);
                    break;
                default:
                    draft.Append(m, i, i + 1);
                    break;
            }
        }
    }

    /// <summary>Composes a mark with the letter before it; overlays and marks that make no letter are dropped, and their letter answers for them.</summary>
    private static void PutMark(char mark, int i, char[] map, Draft draft)
    {
        if (draft.Length == 0) return;
        var last = draft.Length - 1;
        var composed = Marks.Compose(draft.Chars[last], mark);
        if (composed != '\0' && map[composed] is var plain && (plain >= CharacterTable.FirstPlain || plain == CharacterTable.Expand)) draft.Chars[last] = plain >= CharacterTable.FirstPlain ? plain : composed;
        if (composed == '\0' || Marks.IsForeign(composed)) draft.MayHide = true;
        draft.Ends![last] = i + 1;
    }

    private static int PutSurrogate(string text, int i, CharacterTable table, Draft draft)
    {
        if (!Rune.TryGetRuneAt(text, i, out var rune))
        {
            draft.Append('\uFFFD', i, i + 1);
            return i;
        }
        var point = rune.Value;
        if (IsRegional(point)) return PutRegionals(text, i, draft);
        if (point is >= 0xE0000 and <= 0xE0FFF)
        {
            if (draft.Length > 0) draft.Ends![draft.Length - 1] = i + 2;
            return i + 1;
        }
        if ((table.Expansion(point) ?? table.Expansion(Rune.ToLowerInvariant(rune).Value)) is { } expansion)
        {
            draft.MayHide = true;
            foreach (var x in expansion) draft.Append(x, i, i + 2);
            return i + 1;
        }
        Span<char> pair = stackalloc char[2];
        Rune.ToLowerInvariant(rune).EncodeToUtf16(pair);
        draft.Append(pair[0], i, i + 1);
        draft.Append(pair[1], i + 1, i + 2);
        return i + 1;
    }

    /// <summary>Regional indicators are flags when all their pairs are countries (🇻🇳), else letters (🇫🇦🇰🇪).</summary>
    private static int PutRegionals(string text, int start, Draft draft)
    {
        var end = start;
        var flags = true;
        while (IsRegionalAt(text, end))
        {
            flags = flags && IsRegionalAt(text, end + 2) && Regions.Contains($"{Letter(text, end)}{Letter(text, end + 2)}");
            end += flags ? 4 : 2;
        }
        for (var i = start; i < end; i += 2)
        {
            if (flags)
            {
                draft.Append(text[i], i, i + 1);
                draft.Append(text[i + 1], i + 1, i + 2);
            }
            else
            {
                draft.MayHide = true;
                draft.Append(Letter(text, i), i, i + 2);
            }
        }
        return end - 1;
    }

    private static bool IsRegional(int point) => point is >= 0x1F1E6 and <= 0x1F1FF;

    private static bool IsRegionalAt(string text, int i) => i + 1 < text.Length && text[i] == '\uD83C' && text[i + 1] is >= '\uDDE6' and <= '\uDDFF';

    private static char Letter(string text, int i) => (char)('a' + (text[i + 1] - '\uDDE6'));
}
