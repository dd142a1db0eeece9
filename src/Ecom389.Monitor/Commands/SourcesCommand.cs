using System.CommandLine;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;

namespace Ecom389.Monitor.Commands;

/// <summary><c>sources</c>: everything a person does with definitions.</summary>
internal static class SourcesCommand
{
    public static Command Make(Terminal terminal) => new("sources", """
        Nguồn thu thập: kiểm tra định nghĩa, thử một nguồn, xem lịch sử điền trường, phiên đăng nhập, từ khoá, quyết định về robots.txt.
        Sources: check definitions, try one, see the field-fill history, sessions, keywords, mandates about robots.txt.

        Ví dụ / example:  ecom389 sources test cho-cong-nghe
        """)
    {
        SourcesCheck.Make(terminal),
        SourcesTest.Make(terminal),
        SourcesHistory.Make(terminal),
        SourcesHistory.Release(terminal),
        SourcesKeywords.Make(terminal),
        SourcesSession.Make(terminal),
        MandateCommand.Make(terminal),
    };

    /// <summary>A source or template by its id. Throws <see cref="InvalidInputException"/> when there is none.</summary>
    public static SourceDefinition Find(CrawlerConfig config, string file, string id) =>
        config.Sources.Concat(config.Templates).FirstOrDefault(each => each.Id == id)
        ?? throw new InvalidInputException(new InputError(file, null, "ID", $"không có nguồn / no such source: {id}"));
}
