namespace Ecom389.Monitor.Text.Normalising;

/// <summary>What a settled character can be part of.</summary>
[Flags]
internal enum CharKind : byte
{
    None = 0,
    Letter = 1,
    Digit = 2,

    /// <summary>A sign that stands for a letter inside a word: f@ke, th!nk.</summary>
    Sign = 4,

    /// <summary>A sign put between letters to split a word: f.a.k.e.</summary>
    Splitter = 8,
}

/// <summary>Kinds of all UTF-16 code units, worked out once.</summary>
internal static class Letters
{
    private static readonly CharKind[] Kinds = Build();

    /// <summary>Signs and digits inside words and the letters they stand for.</summary>
    public static string StandsFor(char c) => c switch
    {
        '0' => "o",
        '1' => "il",
        '3' => "e",
        '4' => "a",
        '5' => "s",
        '7' => "t",
        '8' => "b",
        '9' => "g",
        '@' => "a",
        '!' or '¡' => "il",
        '|' => "li",
        '$' => "s",
        '€' => "e",
        '£' => "l",
        '¥' => "y",
        _ => "",
    };

    public static CharKind Kind(char c) => Kinds[c];

    public static bool IsLetter(char c) => Kinds[c] == CharKind.Letter;

    public static bool IsDigit(char c) => Kinds[c] == CharKind.Digit;

    public static bool IsLetterOrDigit(char c) => (Kinds[c] & (CharKind.Letter | CharKind.Digit)) != CharKind.None;

    private static CharKind[] Build()
    {
        var kinds = new CharKind[0x10000];
        for (var c = 0; c < 0x10000; c++)
        {
            // Ideographs and syllabaries have no spelling tricks of this sort; to the word pass they are not letters.
            if (c < 0x2C00 && char.IsLetter((char)c)) kinds[c] = CharKind.Letter;
            else if (c is >= '0' and <= '9') kinds[c] = CharKind.Digit;
            else if ("@!¡|$€£¥".Contains((char)c, StringComparison.Ordinal)) kinds[c] = CharKind.Sign;
            else if (".-_*·•~'`\\+=^:∙‧・".Contains((char)c, StringComparison.Ordinal)) kinds[c] = CharKind.Splitter;
        }
        return kinds;
    }
}
