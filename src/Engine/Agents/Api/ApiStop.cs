namespace Signalbox.Engine.Agents.Api;

/// <summary>Why an answer ended.</summary>
internal enum ApiStop
{
    /// <summary>The model was done.</summary>
    Done = 0,

    /// <summary>The tokens were used up.</summary>
    Length = 1,

    /// <summary>The model or a filter refused.</summary>
    Refused = 2,
}
