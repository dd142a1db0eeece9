using System.Text.Json;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage.Tests;

public sealed class WordsOfTheStoreTests
{
    [Fact]
    public void A_word_of_a_closed_list_is_stored_as_json_writes_it_and_read_back()
    {
        All<Channel>();
        All<RenderMode>();
        All<PageKind>();
        All<ReviewState>();
        All<ItemOrigin>();
        All<DecisionKind>();
        Assert.Throws<InvalidDataException>(() => Columns.Value<Channel>("chợ"));
        Assert.Throws<ArgumentOutOfRangeException>(() => Columns.Name((Channel)99));

        static void All<T>() where T : struct, Enum
        {
            foreach (var value in Enum.GetValues<T>())
            {
                Assert.Equal(JsonSerializer.Serialize(value, JsonContract.Compact).Trim('"'), Columns.Name(value));
                Assert.Equal(value, Columns.Value<T>(Columns.Name(value)));
            }
        }
    }

    [Fact]
    public void Lists_and_counts_are_stored_as_the_serializer_writes_them()
    {
        string[] texts = ["", "Huế", "\"<&\u2028\n"];
        Assert.Equal(JsonSerializer.Serialize(texts, JsonContract.Compact), Columns.Json((IReadOnlyList<string>)texts));
        Assert.Equal(texts, Columns.Texts(Columns.Json((IReadOnlyList<string>)texts)));
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal) { ["own:title"] = 3, ["đ"] = -1 };
        Assert.Equal(JsonSerializer.Serialize(counts, JsonContract.Compact), Columns.Json((IReadOnlyDictionary<string, int>)counts));
    }
}
