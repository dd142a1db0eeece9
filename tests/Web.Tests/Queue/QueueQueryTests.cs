using Ecom389.Monitor.Core;
using Ecom389.Monitor.Web.Queue;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Ecom389.Monitor.Web.Tests.Queue;

public sealed class QueueQueryTests
{
    [Fact]
    public void An_address_can_be_read_back()
    {
        foreach (var tab in Enum.GetValues<QueueTab>())
        {
            foreach (var channel in (Channel?[])[null, .. Enum.GetValues<Channel>().Cast<Channel?>()])
            {
                var query = new QueueQuery { Tab = tab, Violation = "sim-abuse", SourceId = "cho-lon", Channel = channel, Text = "giả & nhái = 50%?", Page = 3 };
                Assert.Equal(query, Read(query.Url));
                Assert.Equal(query with { Page = 1 }, Read(query.ItemUrl(Guid.Empty)));
            }
        }
    }

    [Theory]
    [InlineData("?trang=-4&trang-thai=x&kenh=y&loai=")]
    [InlineData("?trang=99999999999999999999")]
    [InlineData("?trang=%00")]
    public void What_is_not_understood_is_left_out(string query)
    {
        var read = Read("/hang-doi" + query);
        Assert.Equal(new QueueQuery(), read with { Page = 1 });
        Assert.InRange(read.Page, 1, 100_000);
    }

    [Fact]
    public void Words_of_any_length_are_cut_to_what_a_search_needs() =>
        Assert.Equal(200, Read("/hang-doi?tim=" + new string('a', 5000)).Text!.Length);

    private static QueueQuery Read(string url) =>
        QueueQuery.Read(new QueryCollection(QueryHelpers.ParseQuery(new Uri("http://x.example" + url).Query)));
}
