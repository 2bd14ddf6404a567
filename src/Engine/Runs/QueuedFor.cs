namespace Signalbox.Engine.Runs;

/// <summary>What a run that has begun before waits for in the queue, where its status says Waiting or Paused.</summary>
public enum QueuedFor
{
    /// <summary>A place: it was woken while others had them all. Its group is its own still. The executor moves it on, when there is a place.</summary>
    Place = 1,

    /// <summary>A place and its concurrency group: it had ended, and is to go on. The executor moves it on, when it may begin.</summary>
    PlaceAndGroup = 2,
}
