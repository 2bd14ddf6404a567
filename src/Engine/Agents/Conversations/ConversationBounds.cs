namespace Signalbox.Engine.Agents.Conversations;

/// <summary>Which part of a conversation is wanted, and how much of each text.</summary>
public sealed record ConversationBounds
{
    /// <summary>Entries that a page holds at most.</summary>
    public const int MaxCount = 500;

    /// <summary>Characters of a text at most.</summary>
    public const int MaxTextLength = 65_536;

    private const int MinTextLength = 100;

    /// <summary>First entry, from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 0.</exception>
    public int From
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>Entries at most, 1..500. Default 100.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Out of that range.</exception>
    public int Count
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxCount);
            field = value;
        }
    } = 100;

    /// <summary>Characters of each text at most, 100..65,536; what is cut ends with an ellipsis. Default 16,384.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Out of that range.</exception>
    public int TextLength
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, MinTextLength);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxTextLength);
            field = value;
        }
    } = 16_384;
}
