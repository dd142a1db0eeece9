using System.Text;

namespace Ecom389.Monitor.Bench.Obfuscate.Tricks;

/// <summary>The tricks, word by word. What they do is what generators on the web and sellers' thumbs do.</summary>
internal sealed class WordTricks(Confusables confusables, Lexicon lexicon, Random random)
{
    private static readonly string[] Invisible = ["\u200B", "\u200C", "\u200D", "\u2060", "\uFEFF", "\u00AD", "\u034F", "\u180E"];
    private static readonly string[] Directions = ["\u200E", "\u200F", "\u061C"];
    private static readonly (string Open, string Close)[] Wraps = [("\u202A", "\u202C"), ("\u2066", "\u2069"), ("\u2067", "\u2069"), ("\u202D", "\u202C")];
    private static readonly string[] Dots = [".", ".", ".", "-", "-", "_", "*", "•", "·", "'", "~", "/"];
    private static readonly string[] Strikes = ["\u0336", "\u0335", "\u0337", "\u0338", "\u0332", "\u0333"];

    /// <summary>Vertical marks of "zalgo" generators, tone marks among them.</summary>
    private static readonly string[] Stacked = ["\u030D", "\u030E", "\u0304", "\u0305", "\u033F", "\u0311", "\u0310", "\u0352", "\u0351", "\u0307", "\u0308", "\u030A", "\u0342", "\u0316", "\u0317", "\u0318", "\u0319", "\u031C", "\u0324", "\u0325", "\u032C", "\u0329", "\u0348"];

    /// <summary>The word under a trick; as it was where the trick has no hold on it.</summary>
    public string Apply(Trick trick, string word) => trick switch
    {
        Trick.Confusables => Letters.Replace(word, 0.5, random, Double),
        Trick.ZeroWidth => Letters.Insert(word, 0.5, random, () => Pick(Invisible)),
        Trick.Bidi => Bidi(word),
        Trick.Leetspeak => Leetspeak(word),
        Trick.Spaced => string.Join(' ', Letters.Of(word)),
        Trick.Dotted => Dotted(word),
        Trick.EmojiLetters => Emoji(word),
        Trick.Repeated => Repeated(word),
        Trick.NoDiacriticsOrTeencode => Teencode.Respell(word, random),
        _ => lexicon.Misspell(word, random) ?? Struck(word),
    };

    private string? Double(string letter)
    {
        var (bare, marks) = Letters.Apart(letter);
        return confusables.Of(char.ToLowerInvariant(bare), random) is { } twin ? twin + marks : null;
    }

    private string Bidi(string word)
    {
        switch (random.Next(4))
        {
            case 0:
                var (open, close) = Pick(Wraps);
                return open + word + close;
            case 1:
                return "\u202E" + string.Concat(Letters.Of(word).Reverse()) + "\u202C";
            default:
                return Letters.Insert(word, 0.4, random, () => Pick(Directions));
        }
    }

    /// <summary>What nobody would read is no disguise: "914" for giá, and "90m" for gom or "80c" for bóc, which are amounts to everyone.</summary>
    private string Leetspeak(string word)
    {
        for (var attempt = 0; attempt < 8; attempt++)
        {
            var hidden = Letters.Replace(word, 0.5, random, Leet);
            if (hidden.Any(char.IsLetter) && !IsAmount(hidden)) return hidden;
        }
        return word;
    }

    /// <summary>Digits, two or more, and one plain letter behind them.</summary>
    private static bool IsAmount(string text) => text.Length > 2 && char.IsAsciiLetter(text[^1]) && text.AsSpan(0, text.Length - 1).IndexOfAnyExceptInRange('0', '9') < 0;

    private string? Leet(string letter) => char.ToLowerInvariant(Letters.Bare(letter)) switch
    {
        'a' => Pick("4", "@"),
        'e' => "3",
        'i' => Pick("1", "!"),
        'o' => "0",
        's' => Pick("5", "$"),
        't' => "7",
        'b' => "8",
        'g' => "9",
        'l' => "1",
        _ => null,
    };

    private string Dotted(string word)
    {
        var letters = Letters.Of(word);
        var dot = Pick(Dots);
        if (letters.Length > 3 && random.NextDouble() < 0.3)
        {
            var cut = random.Next(1, letters.Length - 1);
            return string.Concat(letters[..cut]) + dot + string.Concat(letters[cut..]);
        }
        return string.Join(dot, letters);
    }

    private string Emoji(string word)
    {
        var style = random.Next(5);
        var keepMarked = random.NextDouble() < 0.5;
        var result = new StringBuilder();
        foreach (var letter in Letters.Of(word))
        {
            var bare = char.ToLowerInvariant(Letters.Bare(letter));
            if (bare is < 'a' or > 'z' || keepMarked && letter[0] >= 0x80) result.Append(letter);
            // Two flags side by side would become one: generators set a space or a zero-width space between.
            else result.Append(char.ConvertFromUtf32(style switch { 0 => 0x1F1E6, 1 => 0x1F170, 2 => 0x1F130, 3 => 0x1F150, _ => 0x24D0 } + bare - 'a')).Append(style == 0 ? "\u200B" : "");
        }
        return result.ToString();
    }

    private string Repeated(string word)
    {
        var letters = Letters.Of(word);
        var at = random.NextDouble() < 0.6 ? letters.Length - 1 : random.Next(letters.Length);
        var again = random.NextDouble() < 0.5 ? letters[at] : Letters.Apart(letters[at]).Letter.ToString();
        letters[at] += string.Concat(Enumerable.Repeat(again, random.Next(1, 6)));
        return string.Concat(letters);
    }

    private string Struck(string word)
    {
        if (random.NextDouble() < 0.6)
        {
            var strike = Pick(Strikes);
            return string.Concat(Letters.Of(word).Select(letter => letter + strike));
        }
        return string.Concat(Letters.Of(word).Select(letter => letter + string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => Pick(Stacked)))));
    }

    private T Pick<T>(params ReadOnlySpan<T> choices) => choices[random.Next(choices.Length)];
}
