namespace Signalbox.Engine.Agents.Api;

/// <summary>Writes the pieces of an answer and keeps what only its end makes whole.</summary>
internal sealed class ApiProgress(ApiWriter writer)
{
    private AgentUsage _usage = new();

    /// <summary>Why the answer ended; null while it has not.</summary>
    public ApiStop? Stop { get; private set; }

    /// <summary>Something of it came.</summary>
    public bool HasBegun { get; private set; }

    public async Task TakeAsync(ApiPiece piece)
    {
        HasBegun = true;
        switch (piece)
        {
            case ApiPiece.Model model:
                await writer.ModelAsync(model.Name);
                break;
            case ApiPiece.Text text:
                await writer.PieceAsync("text", text.Value);
                break;
            case ApiPiece.Thinking thought:
                await writer.PieceAsync("thinking", thought.Value);
                break;
            case ApiPiece.Usage usage:
                Add(usage.Counts);
                break;
            case ApiPiece.Stopped stopped:
                Stop = stopped.Reason;
                break;
            default:
                throw new InvalidOperationException($"{piece} is not known");
        }
    }

    /// <summary>Writes what is left, and the counts as far as they are known.</summary>
    public async Task EndAsync()
    {
        await writer.FlushAsync();
        if (_usage != new AgentUsage())
        {
            await writer.UsageAsync(_usage);
        }
    }

    private void Add(AgentUsage counts) => _usage = new AgentUsage
    {
        InputTokens = counts.InputTokens ?? _usage.InputTokens,
        OutputTokens = counts.OutputTokens ?? _usage.OutputTokens,
        CacheReadTokens = counts.CacheReadTokens ?? _usage.CacheReadTokens,
        CacheCreationTokens = counts.CacheCreationTokens ?? _usage.CacheCreationTokens,
    };
}
