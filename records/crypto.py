"""Encryption of personal data at rest with the national algorithms: SM4-GCM for content, HMAC-SM3 for equality.

Stored form: key number (1 byte) ‖ nonce (12 bytes) ‖ ciphertext ‖ tag (16 bytes). The key number leaves room to rotate.
"""

import os
from functools import lru_cache

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings

KEY_NUMBER = b"\x01"
NONCE, TAG = 12, 16


@lru_cache(maxsize=1)
def _sm4(key):
    return algorithms.SM4(key)


def encrypt(text):
    """Bytes that nobody without the field key can read or change unnoticed."""
    nonce = os.urandom(NONCE)
    encryptor = Cipher(_sm4(settings.FIELD_KEY), modes.GCM(nonce)).encryptor()
    return KEY_NUMBER + nonce + encryptor.update(text.encode()) + encryptor.finalize() + encryptor.tag


def decrypt(stored):
    """The text. Raises `cryptography.exceptions.InvalidTag` when the key is another or the bytes were changed."""
    nonce, body, tag = stored[1 : 1 + NONCE], stored[1 + NONCE : -TAG], stored[-TAG:]
    decryptor = Cipher(_sm4(settings.FIELD_KEY), modes.GCM(nonce, tag)).decryptor()
    return (decryptor.update(body) + decryptor.finalize()).decode()


@lru_cache(maxsize=1)
def _keyed_hash(key):
    return hmac.HMAC(key, hashes.SM3())


def blind(text, tail=None):
    """A keyed digest that tells whether two texts (or their last `tail` characters) are equal, and nothing else."""
    if not text or (tail and len(text) < tail):
        return None
    digest = _keyed_hash(settings.INDEX_KEY).copy()
    digest.update(f"{tail}:{text[-tail:]}".encode() if tail else text.encode())
    return digest.finalize()[:16]
