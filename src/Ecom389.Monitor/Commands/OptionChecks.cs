using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Ecom389.Monitor.Commands;

/// <summary>
/// Checks of what was typed. They read the words themselves: asking the parser for a value it could not convert throws, and it
/// reports that fault on its own.
/// </summary>
internal static class OptionChecks
{
    /// <summary>Only whole numbers between two, both included.</summary>
    public static Option<T> Between<T>(this Option<T> option, int low, int high = int.MaxValue)
    {
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                if (!int.TryParse(token.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) || value < low || value > high)
                    result.AddError(high == int.MaxValue ? $"{option.Name}: từ {low} trở lên / at least {low}" : $"{option.Name}: {low}-{high}");
            }
        });
        return option;
    }

    /// <summary>Only the names of the values, in any case; numbers would be taken for values too.</summary>
    public static Option<T> Named<T, TEnum>(this Option<T> option)
        where TEnum : struct, Enum
    {
        option.Validators.Add(result => RequireNames<TEnum>(result, option.Name));
        return option;
    }

    /// <inheritdoc cref="Named{T,TEnum}(Option{T})"/>
    public static Argument<TEnum> Named<TEnum>(this Argument<TEnum> argument)
        where TEnum : struct, Enum
    {
        argument.Validators.Add(result => RequireNames<TEnum>(result, argument.Name));
        return argument;
    }

    private static void RequireNames<TEnum>(SymbolResult result, string name)
        where TEnum : struct, Enum
    {
        foreach (var token in result.Tokens)
        {
            if (!Enum.GetNames<TEnum>().Contains(token.Value, StringComparer.OrdinalIgnoreCase))
                result.AddError($"{name}: \"{token.Value}\": {string.Join(" | ", Enum.GetNames<TEnum>()).ToLowerInvariant()}");
        }
    }
}
