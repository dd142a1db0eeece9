using System.Text;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Commands;

/// <summary>Files a user names; <c>-</c> is standard input. A file that is not there is an input error, not a crash.</summary>
internal static class InputFiles
{
    public static TextReader OpenText(string file)
    {
        if (file == "-") return new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
        return new StreamReader(OpenRead(file), Encoding.UTF8);
    }

    public static byte[] ReadBytes(string file)
    {
        using var stream = file == "-" ? Console.OpenStandardInput() : OpenRead(file);
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return buffer.ToArray();
    }

    /// <summary>A file to be written, UTF-8 without byte-order mark; a place that cannot be written is an input error.</summary>
    public static StreamWriter CreateText(string file)
    {
        try
        {
            return new StreamWriter(file, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(new InputError(file, null, null, "không ghi được tệp / cannot write the file: " + exception.Message));
        }
    }

    /// <summary>Today in Viet Nam: the date as of which rules are valid.</summary>
    public static DateOnly Today() => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().ToDisplayTime().DateTime);

    private static FileStream OpenRead(string file)
    {
        try
        {
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(new InputError(file, null, null, "không mở được tệp / cannot open the file: " + exception.Message));
        }
    }
}
