using Ecom389.Monitor.Text.Normalising;

namespace Ecom389.Monitor.Text;

/// <summary>
/// Brings sellers' spellings to one form: Unicode tricks, look-alike letters, spaced and dotted letters, digits and signs
/// inside words, drawn-out letters, the two places of the tone mark. Plain Vietnamese comes out as it went in, in lower case;
/// numbers, prices and model codes are left alone. Stateless and safe for concurrent use.
/// </summary>
public static class Normaliser
{
    /// <summary>Raised with every change of behaviour; part of a snapshot's versions.</summary>
    public const string Version = "1";

    /// <summary>More rounds than any text has needed; the bound keeps the work linear whatever the input.</summary>
    private const int MostRounds = 8;

    /// <summary>Normalises a text. Linear in its length; never throws. <c>Normalise(x).Value</c> normalises to itself.</summary>
    public static NormalisedText Normalise(string text)
    {
        using var draft = new Draft(text.Length);
        CharacterPass.Run(text, CharacterTable.Matching, draft);
        for (var round = 0; round < MostRounds && WordPass.Run(draft); round++)
        {
        }
        return Finish(text, draft);
    }

    /// <summary>Only the characters: digits, compatibility forms, marks and invisible characters settled, no word touched, other scripts kept.</summary>
    internal static NormalisedText Characters(string text)
    {
        using var draft = new Draft(text.Length);
        CharacterPass.Run(text, CharacterTable.Plain, draft);
        return Finish(text, draft);
    }

    internal static NormalisedText Finish(string text, Draft draft)
    {
        var chars = draft.Text;
        var value = chars.SequenceEqual(text) ? text : chars.ToString();
        var table = Marks.Folded;
        var changed = false;
        for (var i = 0; i < chars.Length; i++)
        {
            var c = table[chars[i]];
            changed |= c != chars[i];
            chars[i] = c;
        }
        var folded = changed ? chars.ToString() : value;
        return draft.Starts is null
            ? new(text, value, folded, null, null, draft.MayHide)
            : new(text, value, folded, draft.Starts[..draft.Length], draft.Ends![..draft.Length], draft.MayHide);
    }
}
