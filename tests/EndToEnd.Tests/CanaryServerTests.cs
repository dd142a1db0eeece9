using System.Net;
using System.Net.Sockets;
using Ecom389.Monitor.Pipeline.Canaries;

namespace Ecom389.Monitor.EndToEnd.Tests;

public sealed class CanaryServerTests
{
    private const string Html = "<!DOCTYPE html><title>Tin mẫu</title>";

    private static CanaryServer Server() => new(new Dictionary<string, string>(StringComparer.Ordinal) { ["/tin/một"] = Html });

    [Fact]
    public async Task It_answers_its_pages_and_no_other_path_or_method()
    {
        await using var server = Server();
        using var client = new HttpClient();
        var root = $"http://{server.EndPoint}";
        using var page = await client.GetAsync(new Uri($"{root}/tin/một?nguồn=1"));
        Assert.Equal(Html, await page.Content.ReadAsStringAsync());
        Assert.Equal("text/html; charset=utf-8", page.Content.Headers.ContentType!.ToString());
        using var other = await client.GetAsync(new Uri($"{root}/robots.txt"));
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.PostAsync(new Uri($"{root}/tin/một"), new StringContent("x")));
        Assert.True(IPAddress.IsLoopback(server.EndPoint.Address));
    }

    [Fact]
    public async Task Who_connects_and_says_nothing_keeps_neither_others_nor_the_end_waiting()
    {
        using var silent = new TcpClient();
        IPEndPoint where;
        await using (var server = Server())
        {
            where = server.EndPoint;
            await silent.ConnectAsync(server.EndPoint);
            await silent.GetStream().WriteAsync("GET /tin"u8.ToArray());
            using var client = new HttpClient();
            Assert.Equal(Html, await client.GetStringAsync(new Uri($"http://{server.EndPoint}/tin/một")));
        }

        await Assert.ThrowsAnyAsync<SocketException>(async () =>
        {
            using var late = new TcpClient();
            await late.ConnectAsync(where);
        });
    }
}
