using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Operations.Configuration;

/// <summary>
/// A password or key. Configuration names the file that holds it; the value is read when it is used and never shown: whatever
/// writes this object writes three stars.
/// </summary>
internal sealed class Secret
{
    private readonly string _file;

    private Secret(string file) => _file = file;

    /// <summary>The secret of a file, or null with the reason when the file cannot be read or is empty.</summary>
    public static Secret? TryOpen(string file, out string? problem)
    {
        var secret = new Secret(Path.GetFullPath(file));
        try
        {
            problem = secret.Read().Length > 0 ? null : "tệp trống / the file is empty";
        }
        catch (InvalidInputException unreadable)
        {
            problem = unreadable.Errors[0].Message;
        }

        return problem is null ? secret : null;
    }

    /// <summary>The value, without the line end. Throws <see cref="InvalidInputException"/> when the file is no longer there.</summary>
    public string Read()
    {
        try
        {
            return File.ReadAllText(_file).TrimEnd('\r', '\n');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(new InputError(_file, null, null, "không đọc được / cannot be read: " + exception.Message));
        }
    }

    public override string ToString() => "***";
}
