using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;

namespace Ecom389.Monitor.Commands;

/// <summary><c>robots</c>: what a robots.txt allows, by RFC 9309.</summary>
internal static class RobotsCommand
{
    public static Command Make(Terminal terminal)
    {
        var file = new Argument<string?>("FILE") { Description = "Tệp robots.txt / the robots.txt file", Arity = ArgumentArity.ZeroOrOne };
        var agent = new Option<string?>("--agent") { Description = "Tên tác nhân / user agent", HelpName = "A" };
        var url = new Option<string?>("--url") { Description = "Địa chỉ hoặc đường dẫn / URL or path", HelpName = "U" };
        var cases = new Option<string?>("--cases") { Description = "JSON Lines {robotsTxt,userAgent,url}: cùng dòng với allowed / the same rows with allowed", HelpName = "F.jsonl" };
        var command = new Command("robots", """
            Cho biết robots.txt có cho phép thu thập một địa chỉ hay không (RFC 9309).
            Says whether a robots.txt allows a URL to be fetched (RFC 9309).

            Ví dụ / example:  ecom389 robots robots.txt --agent Ecom389Monitor --url /san-pham/1
            """) { file, agent, url, cases };
        command.SetAction(async (parsed, cancellation) =>
        {
            if (parsed.GetValue(cases) is { } rows) return await CasesAsync(terminal, rows, cancellation);
            if (parsed.GetValue(file) is not { } name || parsed.GetValue(agent) is not { } who || parsed.GetValue(url) is not { } target)
            {
                await terminal.Error.WriteLineAsync("Cần FILE, --agent và --url, hoặc --cases / FILE, --agent and --url are needed, or --cases");
                return ExitCodes.BadInput;
            }

            var allowed = RobotsTxt.Parse(InputFiles.ReadBytes(name)).IsAllowed(who, target);
            await terminal.Output.WriteLineAsync(allowed ? "allowed" : "disallowed");
            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task<int> CasesAsync(Terminal terminal, string file, CancellationToken cancellation)
    {
        using var reader = InputFiles.OpenText(file);
        var exit = ExitCodes.Done;
        for (var line = 1; await reader.ReadLineAsync(cancellation) is { } text; line++)
        {
            if (Judge(file, line, text, out var row) is not { } error)
            {
                await terminal.Output.WriteLineAsync(row!.ToJsonString(JsonContract.Compact));
                continue;
            }

            await terminal.Output.WriteLineAsync(JsonSerializer.Serialize(new { line, error = error.Message }, JsonContract.Compact));
            await terminal.Error.WriteLineAsync(error.ToString());
            exit = ExitCodes.Partial;
        }

        return exit;
    }

    /// <summary>Adds <c>allowed</c> to a row, or says what is wrong with it. An empty line is a bad row too: answers stay in step with lines.</summary>
    private static InputError? Judge(string file, int line, string text, out JsonObject? row)
    {
        row = null;
        try
        {
            row = string.IsNullOrWhiteSpace(text) ? null : JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException exception)
        {
            return new InputError(file, line, null, string.Create(CultureInfo.InvariantCulture, $"không phải JSON, sai từ ký tự {exception.BytePositionInLine + 1} / not JSON from byte {exception.BytePositionInLine + 1} on"));
        }

        if (row is null) return new InputError(file, line, null, "cần một đối tượng JSON {robotsTxt, userAgent, url} / a JSON object {robotsTxt, userAgent, url} is needed");
        var values = new List<string>();
        foreach (var field in (string[])["robotsTxt", "userAgent", "url"])
        {
            if (row[field] is not JsonValue value || !value.TryGetValue<string>(out var given)) return new InputError(file, line, field, "thiếu hoặc không phải chuỗi / missing, or not a string");
            values.Add(given);
        }

        row["allowed"] = RobotsTxt.Parse(values[0]).IsAllowed(values[1], values[2]);
        return null;
    }
}
