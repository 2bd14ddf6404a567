using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Signalbox.Engine.Identity;

/// <summary>Makes and checks typed ids.</summary>
public static class EntityId
{
    /// <summary>Characters after the prefix.</summary>
    public const int RandomLength = 12;

    private const string Alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static readonly SearchValues<char> AlphabetSet = SearchValues.Create(Alphabet);

    /// <summary>A new id from a cryptographic source.</summary>
    public static T New<T>()
        where T : struct, IEntityId<T> => T.From(T.Prefix + RandomNumberGenerator.GetString(Alphabet, RandomLength));

    /// <summary>The id that belongs to a text: always the same one, and as unlikely as a new one to be another's.</summary>
    /// <param name="seed">Any text.</param>
    public static T Of<T>(string seed)
        where T : struct, IEntityId<T>
    {
        var number = BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(seed)));
        return T.From(T.Prefix + string.Create(RandomLength, number, static (characters, left) =>
        {
            foreach (ref var character in characters)
            {
                (left, var digit) = UInt128.DivRem(left, (UInt128)Alphabet.Length);
                character = Alphabet[(int)digit];
            }
        }));
    }

    /// <summary>Whether the text is a whole id of this type; nothing else may become one.</summary>
    public static bool TryParse<T>([NotNullWhen(true)] string? text, out T id)
        where T : struct, IEntityId<T>
    {
        id = default;
        if (text is null || text.Length != T.Prefix.Length + RandomLength || !text.StartsWith(T.Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        if (text.AsSpan(T.Prefix.Length).ContainsAnyExcept(AlphabetSet))
        {
            return false;
        }

        id = T.From(text);
        return true;
    }

    /// <summary>The id in this text.</summary>
    /// <exception cref="FormatException">The text is no id of this type.</exception>
    public static T Parse<T>(string text)
        where T : struct, IEntityId<T> =>
        TryParse<T>(text, out var id)
            ? id
            : throw new FormatException($"'{text}' is not an id of the form {T.Prefix} and {RandomLength} characters of 0-9a-z");
}
