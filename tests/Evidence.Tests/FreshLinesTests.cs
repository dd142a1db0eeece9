using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Evidence.Tests;

public sealed class FreshLinesTests
{
    [Fact]
    public void However_many_lines_come_and_go_no_more_memory_is_set_aside_than_for_those_held_at_once()
    {
        var fresh = new FreshLines();
        var most = 0L;
        for (var round = 0; round < 50; round++)
        {
            for (var page = 0; page < 1_000; page++) fresh.Add(Encoding.UTF8.GetBytes(LineOf(round, page)));
            Assert.Equal(1_000, fresh.Count);
            Assert.Equal(LineOf(round, 999), Assert.Single(fresh.Find(KeyOf(round, 999))));
            if (round == 0) most = fresh.BytesHeld;
            fresh.Clear();
            Assert.Empty(fresh.Find(KeyOf(round, 999)));
        }

        Assert.Equal(most, fresh.BytesHeld);
        Assert.InRange(most, 1, (1_000 * 450) + FreshLines.PieceSize);
    }

    [Fact]
    public void Lines_are_found_by_their_key_each_once_and_come_in_the_order_of_the_runs() => Prop.ForAll<NonNull<string>[]>(texts =>
    {
        // Lone surrogates cannot be written as UTF-8; a key ends at the first space.
        var lines = texts.Select((text, number) => $"k{number % 7} {Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Item.ReplaceLineEndings("")))}").ToList();
        var fresh = new FreshLines();
        foreach (var line in lines.Concat(lines)) fresh.Add(Encoding.UTF8.GetBytes(line));
        var whole = IsLike(fresh, lines);
        fresh.Clear();
        return whole && IsLike(fresh, []);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("a \ud83d\ude00", "a \ue000")]
    [InlineData("a \uffee", "a \uffee b")]
    [InlineData("a", "a \u00e9")]
    [InlineData("a z", "a \u1ea3")]
    public void Signs_beyond_the_basic_plane_come_before_the_private_ones_as_strings_do(string first, string second)
    {
        var fresh = new FreshLines();
        fresh.Add(Encoding.UTF8.GetBytes(second));
        fresh.Add(Encoding.UTF8.GetBytes(first));
        Assert.Equal([first, second], Sorted(fresh));
        Assert.True(string.CompareOrdinal(first, second) < 0);
    }

    [Fact]
    public void A_line_longer_than_a_piece_is_held_and_its_memory_given_back()
    {
        var fresh = new FreshLines();
        var line = "k " + new string('x', FreshLines.PieceSize * 2);
        fresh.Add("k a"u8);
        fresh.Add(Encoding.UTF8.GetBytes(line));
        fresh.Add("k b"u8);
        Assert.Equal(["k a", "k b", line], Sorted(fresh));
        fresh.Clear();
        Assert.InRange(fresh.BytesHeld, 0, FreshLines.PieceSize * 2);
    }

    private static bool IsLike(FreshLines fresh, IReadOnlyList<string> lines)
    {
        var distinct = lines.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return fresh.Count == distinct.Count && Sorted(fresh).SequenceEqual(distinct)
            && Enumerable.Range(0, 8).All(key => fresh.Find($"k{key}").Order(StringComparer.Ordinal).SequenceEqual(distinct.Where(line => line.StartsWith($"k{key} ", StringComparison.Ordinal))));
    }

    private static IEnumerable<string> Sorted(FreshLines fresh) => fresh.Sorted().Select(line => Encoding.UTF8.GetString(line.Span));

    private static string KeyOf(int round, int page) => string.Create(CultureInfo.InvariantCulture, $"example,cho)/{round}/{page}");

    private static string LineOf(int round, int page) => $"{KeyOf(round, page)} 20261122160000 {{\"url\":\"{new string('x', 300)}\"}}";
}
