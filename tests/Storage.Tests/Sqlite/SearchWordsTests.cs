using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Storage.Tests;

public sealed class SearchWordsTests
{
    [Fact]
    public void Every_letter_looked_up_is_what_its_decomposition_gives()
    {
        for (var c = 1; c <= char.MaxValue; c++)
        {
            foreach (var text in new[] { ((char)c).ToString(), "a" + (char)c + "\u0301", "Đ" + (char)c + (char)c + "z" })
                Assert.Equal(SearchWords.FoldWhole(text), SearchWords.Fold(text));
        }
    }

    [Fact]
    public void Whatever_the_text_looking_up_gives_what_decomposing_it_whole_gives() =>
        Prop.ForAll<string>(text => string.IsNullOrEmpty(text) || SearchWords.FoldWhole(text) == SearchWords.Fold(text)).QuickCheckThrowOnFailure();

    [Fact]
    public void Diacritics_case_and_invisible_characters_are_no_difference() =>
        Assert.Equal("dien thoai gia", SearchWords.Fold("ĐIỆN\u200B thoa\u0323i giả"));
}
